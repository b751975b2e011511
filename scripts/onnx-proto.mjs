/**
 * Generates src/core/onnx/generated/onnx_pb.ts from src/core/onnx/proto/onnx.proto. Needed only when the definition or
 * the version of @bufbuild/protobuf changes; what it writes is committed.
 *
 *     python3 -m pip install grpcio-tools==1.85.1 && node scripts/onnx-proto.mjs
 *
 * protoc is the one inside grpcio-tools; set PYTHON to use another interpreter than python3.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { status, error } = spawnSync(
  process.env.PYTHON ?? 'python3',
  [
    '-m',
    'grpc_tools.protoc',
    '--proto_path=src/core/onnx/proto',
    '--plugin=protoc-gen-es=node_modules/.bin/protoc-gen-es',
    '--es_out=src/core/onnx/generated',
    // Types that Node strips without a build, imported as the rest of the project imports.
    ...['target=ts', 'import_extension=ts', 'erasable_syntax=true'].map((option) => `--es_opt=${option}`),
    'onnx.proto',
  ],
  { cwd: root, stdio: 'inherit' },
);
if (error) throw error;
process.exitCode = status ?? 1;
