#!/bin/bash
# Submits a run or an analysis of Pairlens to Slurm: an array of jobs that compute a part each, and a job that puts the parts together.
#
#   PAIRLENS=/shared/pairlens/pairlens PAIRLENS_HOME=/shared/pairlens-home \
#     submit.sh PARTS FOLDER [options of pairlens run | analyze KIND with its options] [-- options of sbatch]
#
#   submit.sh 32 /scratch/blimp --pairs blimp.csv --model all-MiniLM-L6-v2 --seed 1 -- --partition=short --mem=2G
#   submit.sh 32 /scratch/lens analyze lens --texts corpus.txt --model gpt2
#
# FOLDER must be seen by all nodes. What is merged is FOLDER/merged.sqlite, its tables and figures are in FOLDER/merged, logs in
# FOLDER/logs. PARTS as 32%8: at most 8 of the 32 at once. Called again with the same words it goes on: parts that are whole are left as they are.
set -euo pipefail

if [ $# -lt 2 ] || ! [[ $1 =~ ^[1-9][0-9]*(%[1-9][0-9]*)?$ ]]; then
  sed -n '2,11s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
: "${PAIRLENS:?says where the command pairlens is}"
: "${PAIRLENS_HOME:?says where the compiled models are}"
export PAIRLENS PAIRLENS_HOME

parts=$1
folder=$(realpath -m -- "$2")
shift 2
run=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  run+=("$1")
  shift
done
[ $# -eq 0 ] || shift
for option in "$@"; do
  case $option in
    --ar* | -a*)
      echo "submit.sh: the array is that of the parts, without $option; PARTS as 32%8 computes 8 of 32 at once" >&2
      exit 2
      ;;
  esac
done

here=$(dirname -- "$(readlink -f -- "$0")")
mkdir -p -- "$folder/logs"
array=$(sbatch --parsable --array="1-$parts" --export=ALL --output="$folder/logs/part-%a.log" "$@" \
  "$here/pairlens.sbatch" part "$folder" "${run[@]}")
array=${array%%;*}
# After any end of the parts, not only a good one: the merge says which part is missing, and stores nothing then.
# Behind the options, of which sbatch takes the last: one that the parts wait for is theirs alone.
merge=$(sbatch --parsable --export=ALL --output="$folder/logs/merge.log" "$@" --dependency="afterany:$array" \
  "$here/pairlens.sbatch" merge "$folder")
echo "parts: job $array, merge: job ${merge%%;*}"
