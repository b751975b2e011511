"""Trains, evaluates and publishes a model of the zoo.

    python scripts/models/train.py NAME --corpora DIR [--work DIR] [--only train|publish]

See README.md beside this file.
"""

import argparse
from pathlib import Path

import torch

from zoo import attn_only, bert_novel, char_decoder
from zoo.artefact import Artefact
from zoo.publishing import publish

RECIPES = {recipe.name: recipe for recipe in [*attn_only.MODELS, *bert_novel.MODELS, *char_decoder.MODELS]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=sorted(RECIPES))
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the NAME.txt.xz")
    parser.add_argument("--work", type=Path, default=Path("zoo-work"), help="where training leaves what it made")
    parser.add_argument("--only", choices=["train", "publish"], help="one half of the work")
    arguments = parser.parse_args()

    torch.set_num_threads(1)  # the order of sums, and so the weights, depend on it
    recipe = RECIPES[arguments.name]
    work = arguments.work / arguments.name
    if arguments.only != "publish":
        recipe.train(arguments.corpora).save(work)
    if arguments.only != "train":
        publish(recipe, Artefact.load(work), arguments.corpora)


main()
