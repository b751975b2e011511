/** Turns a {@link Graph} into the bytes of an ONNX model (a protobuf ModelProto). */
import { create, toBinary } from '@bufbuild/protobuf';
import { encodeUtf8 } from '../utf8.ts';
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  ModelProtoSchema,
  TensorProto_DataLocation,
  TensorProto_DataType,
  TensorProtoSchema,
  ValueInfoProtoSchema,
} from './generated/onnx_pb.ts';
import type { Attribute, Axis, Constant, ElementType, ExternalConstant, Graph, Port } from './graph.ts';

/**
 * Opset 20 is the first with Gelu, and 17 the first with LayerNormalization; IR 9 is the one published with opset 20.
 * ONNX Runtime 1.30 runs newer ones, but nothing here needs them, and older runtimes can open these files.
 */
export const OPSET_VERSION = 20n;
export const IR_VERSION = 9n;

const DATA_TYPES: Readonly<Record<ElementType, TensorProto_DataType>> = {
  float32: TensorProto_DataType.FLOAT,
  float16: TensorProto_DataType.FLOAT16,
  bfloat16: TensorProto_DataType.BFLOAT16,
  int64: TensorProto_DataType.INT64,
  bool: TensorProto_DataType.BOOL,
};

export interface EncodeOptions {
  /** Name of the file with the external constants, in the folder of the model. */
  readonly externalFile: string;
  readonly producerVersion: string;
}

export function encodeModel(graph: Graph, options: EncodeOptions): Uint8Array<ArrayBuffer> {
  const model = create(ModelProtoSchema, {
    irVersion: IR_VERSION,
    opsetImport: [{ domain: '', version: OPSET_VERSION }],
    producerName: 'pairlens',
    producerVersion: options.producerVersion,
    graph: {
      name: 'pairlens',
      input: graph.inputs.map(encodePort),
      output: graph.outputs.map(encodePort),
      node: graph.nodes.map(({ operator, inputs, output, others = [], attributes }) => ({
        name: output.name,
        opType: operator,
        input: inputs.map((value) => value.name),
        output: [output, ...others].map((value) => value.name),
        attribute: Object.entries(attributes).map(([name, attribute]) => encodeAttribute(name, attribute)),
      })),
      initializer: [
        ...graph.constants.map(encodeConstant),
        ...graph.externalConstants.map((constant) => encodeExternal(constant, options.externalFile)),
      ],
    },
  });
  return toBinary(ModelProtoSchema, model);
}

function encodePort({ value, type, axes }: Port) {
  return create(ValueInfoProtoSchema, {
    name: value.name,
    type: {
      value: {
        case: 'tensorType',
        value: { elemType: DATA_TYPES[type], shape: { dim: axes.map(encodeAxis) } },
      },
    },
  });
}

function encodeAxis(axis: Axis) {
  return typeof axis === 'number'
    ? { value: { case: 'dimValue' as const, value: BigInt(axis) } }
    : { value: { case: 'dimParam' as const, value: axis } };
}

function encodeAttribute(name: string, attribute: Attribute) {
  const { FLOAT, INT, INTS, STRING } = AttributeProto_AttributeType;
  if ('int' in attribute) return create(AttributeProtoSchema, { name, type: INT, i: BigInt(attribute.int) });
  if ('ints' in attribute)
    return create(AttributeProtoSchema, { name, type: INTS, ints: attribute.ints.map(BigInt) });
  if ('float' in attribute) return create(AttributeProtoSchema, { name, type: FLOAT, f: attribute.float });
  return create(AttributeProtoSchema, { name, type: STRING, s: encodeUtf8(attribute.string) });
}

function encodeConstant({ value, type, dims, values }: Constant) {
  return create(TensorProtoSchema, {
    name: value.name,
    dataType: DATA_TYPES[type],
    dims: dims.map(BigInt),
    ...(type === 'int64' ? { int64Data: values.map(BigInt) } : { floatData: [...values] }),
  });
}

function encodeExternal({ value, type, dims, offset, length }: ExternalConstant, file: string) {
  return create(TensorProtoSchema, {
    name: value.name,
    dataType: DATA_TYPES[type],
    dims: dims.map(BigInt),
    dataLocation: TensorProto_DataLocation.EXTERNAL,
    externalData: [
      { key: 'location', value: file },
      { key: 'offset', value: String(offset) },
      { key: 'length', value: String(length) },
    ],
  });
}
