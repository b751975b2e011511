/**
 * Slurm on one node: this machine, on loopback, with a configuration, a key and a spool of its own in a temporary folder. It
 * needs Debian's slurm-wlm and munge, and the superuser; both are installed where apt has them.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const DAEMONS = ['munged', 'slurmctld', 'slurmd'];
const TOOLS = ['sbatch', 'squeue', 'scancel', 'sinfo'];
const PATH = `${process.env['PATH']}:/usr/sbin:/sbin`;
/** Tasks that run at once: as many as there are parts, so that one can be killed while the others go on. */
const CPUS = 4;
const MEMORY_MB = 8000;
const ENDS_WITHIN_MS = 10_000;

/** Why there is no Slurm here, in words; null where there is, also where it has just been installed. */
export function whyNoSlurm(): string | null {
  if (process.platform !== 'linux') return 'Slurm is for Linux';
  if (process.getuid?.() !== 0) return 'its daemons need the superuser';
  if (isInstalled()) return null;
  if (existsSync('/run/systemd/system'))
    return 'slurm-wlm and munge are not installed, and installing them here would start services';
  if (spawnSync('apt-get', ['--version']).status !== 0)
    return 'slurm-wlm is not installed, and there is no apt';
  const apt = (...args: string[]) =>
    spawnSync('apt-get', [...args, '-qq', '-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=5'], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeout: 60_000,
      encoding: 'utf8',
    });
  const packages = ['install', '-y', '--no-install-recommends', 'slurm-wlm', 'munge'];
  if (apt(...packages).status !== 0) {
    apt('update');
    const { stderr } = apt(...packages);
    if (!isInstalled()) return `slurm-wlm could not be installed: ${stderr.trim().split('\n').at(-1) ?? ''}`;
  }
  return isInstalled() ? null : 'slurm-wlm was installed, and its programs are not there';
}

function isInstalled(): boolean {
  return [...DAEMONS, ...TOOLS].every(
    (name) => spawnSync('sh', ['-c', `command -v ${name}`], { env: { ...process.env, PATH } }).status === 0,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** What `squeue` shows of a job or a task of an array. */
export interface Queued {
  /** '7', or '7_2' for a task. */
  readonly id: string;
  readonly state: string;
}

export class OneNodeSlurm {
  readonly folder = mkdtempSync(join(tmpdir(), 'pairlens-slurm-'));
  readonly #daemons: ChildProcess[] = [];

  /** @throws Error when a daemon does not come up, with what it said; everything is stopped then */
  static async start(): Promise<OneNodeSlurm> {
    const slurm = new OneNodeSlurm();
    try {
      await slurm.#start();
      return slurm;
    } catch (error) {
      await slurm.#end();
      throw error;
    }
  }

  get environment(): NodeJS.ProcessEnv {
    return { ...process.env, PATH, SLURM_CONF: this.#in('slurm.conf') };
  }

  /** Runs one of Slurm's tools. @returns what it prints @throws Error with what it said */
  tool(name: string, ...args: string[]): string {
    return execFileSync(name, args, { env: this.environment, encoding: 'utf8', stdio: 'pipe' });
  }

  queue(): Queued[] {
    const lines = this.tool('squeue', '--noheader', '--array', '--format=%i %T').trim().split('\n');
    return lines.filter(Boolean).map((line) => {
      const [id = '', state = ''] = line.split(' ');
      return { id, state };
    });
  }

  /** Waits until it holds; the logs of Slurm are in the error otherwise. */
  async until(what: string, holds: () => boolean, withinMs = 400_000): Promise<void> {
    const end = Date.now() + withinMs;
    while (!holds()) {
      if (Date.now() > end) throw new Error(`${what}: not within ${withinMs / 1000} s\n${this.#logs()}`);
      await wait(50);
    }
  }

  /** Ends what is in the queue, then the daemons, and removes the folder. Nothing of it runs afterwards. */
  async stop(): Promise<void> {
    if (this.#daemons.at(-1)?.exitCode === null) {
      spawnSync('scancel', ['--signal=CONT', '--full', '--user=root'], { env: this.environment });
      spawnSync('scancel', ['--user=root'], { env: this.environment });
      await this.until('all jobs have ended', () => this.queue().length === 0, 30_000);
    }
    await this.#end();
  }

  async #end(): Promise<void> {
    for (const daemon of this.#daemons.toReversed()) await ended(daemon);
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #start(): Promise<void> {
    for (const name of ['state', 'spool', 'log']) mkdirSync(this.#in(name));
    writeFileSync(this.#in('munge.key'), randomBytes(128), { mode: 0o600 });
    writeFileSync(this.#in('slurm.conf'), this.#configuration(await freePort(), await freePort()));
    const socket = this.#in('munge.socket');
    this.#daemon(
      'munged',
      ...[
        '--foreground',
        '--force',
        '--num-threads=2',
        `--socket=${socket}`,
        `--key-file=${this.#in('munge.key')}`,
      ],
      ...[`--pid-file=${this.#in('munged.pid')}`, `--seed-file=${this.#in('munge.seed')}`],
      `--log-file=${this.#in('log/munged.log')}`,
    );
    await this.until('munged answers', () => existsSync(socket), ENDS_WITHIN_MS);
    this.#daemon('slurmctld', '-D', '-i');
    this.#daemon('slurmd', '-D', '-N', 'localhost');
    const isIdle = () =>
      spawnSync('sinfo', ['-h', '-o', '%T'], { env: this.environment }).stdout.includes('idle');
    await this.until('the node is idle', isIdle, 30_000);
  }

  #daemon(name: string, ...args: string[]): void {
    // Ends with this process, also where that is killed.
    const command = ['--pdeathsig=TERM', name, ...args];
    this.#daemons.push(spawn('setpriv', command, { env: this.environment, stdio: 'ignore' }));
  }

  #configuration(controllerPort: number, nodePort: number): string {
    return `ClusterName=pairlens
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=${controllerPort}
SlurmdPort=${nodePort}
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${this.#in('munge.socket')}
CredType=cred/munge
StateSaveLocation=${this.#in('state')}
SlurmdSpoolDir=${this.#in('spool')}
SlurmctldPidFile=${this.#in('slurmctld.pid')}
SlurmdPidFile=${this.#in('slurmd.pid')}
SlurmctldLogFile=${this.#in('log/slurmctld.log')}
SlurmdLogFile=${this.#in('log/slurmd.log')}
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SwitchType=switch/none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_min_interval=0,batch_sched_delay=0,sched_interval=1,bf_interval=1
SlurmdParameters=config_overrides
KillWait=2
ReturnToService=2
NodeName=localhost NodeAddr=127.0.0.1 NodeHostname=${hostname().split('.')[0]} CPUs=${CPUS} RealMemory=${MEMORY_MB}
PartitionName=main Nodes=localhost Default=YES MaxTime=INFINITE State=UP
`;
  }

  #in(name: string): string {
    return join(this.folder, name);
  }

  #logs(): string {
    return DAEMONS.map((name) => {
      const path = this.#in(`log/${name}.log`);
      const text = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(-15).join('\n') : 'no log';
      return `── ${name}\n${text}`;
    }).join('\n');
  }
}

/** Asks a daemon to end, and ends it where it does not. */
async function ended(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null || daemon.pid === undefined) return;
  const exited = new Promise((resolve) => daemon.once('exit', resolve));
  daemon.kill('SIGTERM');
  const force = setTimeout(() => daemon.kill('SIGKILL'), ENDS_WITHIN_MS);
  await exited;
  clearTimeout(force);
}
