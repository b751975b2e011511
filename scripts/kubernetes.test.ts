/** The manifests of deploy/kubernetes, held to the schemas that Kubernetes publishes; on a cluster they have not been run. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import schema from '../tests/fixtures/kubernetes/schema.json' with { type: 'json' };

const FOLDER = join(import.meta.dirname, '../deploy/kubernetes');
const KINDS: Readonly<Record<string, string>> = {
  'batch/v1 Job': 'io.k8s.api.batch.v1.Job',
  'v1 PersistentVolumeClaim': 'io.k8s.api.core.v1.PersistentVolumeClaim',
};

interface Container {
  readonly command: string[];
  readonly args: string[];
  readonly env: { readonly name: string; readonly value?: string }[];
  readonly volumeMounts: { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
}

interface Job {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly completionMode?: string;
    readonly completions: number;
    readonly parallelism: number;
    readonly backoffLimitPerIndex?: number;
    readonly template: {
      readonly spec: {
        readonly restartPolicy: string;
        readonly containers: [Container];
        readonly volumes: { readonly name: string; readonly persistentVolumeClaim?: { claimName: string } }[];
      };
    };
  };
}

const ajv = new Ajv2020({
  // Kubernetes' own words in the schema, as x-kubernetes-group-version-kind, check nothing.
  strict: false,
  formats: { 'date-time': true, byte: true, double: true, int32: true, int64: true },
});
ajv.addSchema(schema, 'kubernetes');

/** What the schema has against a manifest; none where it is as published. */
function complaints(manifest: { readonly apiVersion: string; readonly kind: string }): string[] {
  const definition = KINDS[`${manifest.apiVersion} ${manifest.kind}`];
  if (definition === undefined) return [`no schema for ${manifest.apiVersion} ${manifest.kind}`];
  const validate = ajv.getSchema(`kubernetes#/$defs/${definition}`);
  if (validate === undefined) throw new Error(`the schema lacks ${definition}`);
  return validate(manifest)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const read = (name: string) => parse(readFileSync(join(FOLDER, name), 'utf8')) as Job;
const NAMES = readdirSync(FOLDER);
const valueOf = ({ env }: Container, name: string) => env.find((variable) => variable.name === name)?.value;

describe.each(NAMES)('%s', (name) => {
  it('is as the schema of Kubernetes has it, without a field that this does not know', () => {
    expect(complaints(read(name))).toEqual([]);
  });
});

it('there are the volume, the parts and the merge', () => {
  expect(NAMES.toSorted()).toEqual(['merge.yaml', 'parts.yaml', 'storage.yaml']);
});

describe.each([
  ['an unknown field', (job: Job) => ({ ...job, spec: { ...job.spec, completionsMode: 'Indexed' } })],
  ['a number as text', (job: Job) => ({ ...job, spec: { ...job.spec, completions: '8' } })],
  ['no template', (job: Job) => ({ ...job, spec: { ...job.spec, template: undefined } })],
  [
    'an unknown field of a container',
    (job: Job) => {
      const copy = structuredClone(job);
      Object.assign(copy.spec.template.spec.containers[0], { environment: [] });
      return copy;
    },
  ],
  ['a kind that is not there', (job: Job) => ({ ...job, kind: 'IndexedJob' })],
])('a job with %s', (_, change) => {
  it.each(['parts.yaml', 'merge.yaml'])('is refused: %s', (name) => {
    expect(complaints(change(read(name)))).not.toEqual([]);
  });
});

describe('what no schema says', () => {
  const parts = read('parts.yaml');
  const merge = read('merge.yaml');
  const pods = [parts, merge].map(({ spec }) => spec.template.spec);

  it('every part is told how many there are', () => {
    const { completionMode, completions, parallelism, backoffLimitPerIndex, template } = parts.spec;
    const [container] = template.spec.containers;
    expect(completionMode).toBe('Indexed');
    expect(valueOf(container, 'JOB_COMPLETIONS')).toBe(String(completions));
    expect(parallelism).toBe(completions);
    expect(container.args).toContain('--shard=kubernetes');
    // Tries of each index, which Kubernetes allows only where pods are not restarted in place.
    expect([backoffLimitPerIndex, template.spec.restartPolicy]).toEqual([3, 'Never']);
  });

  it('the merge reads the folder that the parts write to', () => {
    const out = parts.spec.template.spec.containers[0].args.find((argument) => argument.startsWith('--out='));
    const [script = ''] = merge.spec.template.spec.containers[0].args;
    expect(script).toContain(`/pairlens/pairlens merge ${out?.slice('--out='.length)} --store /scratch/`);
  });

  it.each(pods)('application and models are only read, and every mount has its volume', (pod) => {
    const [container] = pod.containers;
    const claims = pod.volumes.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
    expect(claims).toEqual([read('storage.yaml').metadata.name]);
    const volumes = pod.volumes.map(({ name }) => name);
    expect(container.volumeMounts.filter(({ name }) => !volumes.includes(name))).toEqual([]);
    const writable = container.volumeMounts.filter(({ readOnly }) => readOnly !== true);
    expect(writable.map(({ mountPath }) => mountPath)).toEqual(['/results', '/scratch']);
    const home = container.volumeMounts.find(
      ({ mountPath }) => mountPath === valueOf(container, 'PAIRLENS_HOME'),
    );
    expect(home?.readOnly).toBe(true);
    expect(valueOf(container, 'TMPDIR')).toBe('/scratch');
  });
});
