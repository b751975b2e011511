import { TensorProto_DataType } from './generated/onnx_pb.ts';
import type { ElementType } from './graph.ts';

/** ONNX's number for each element type. */
export const DATA_TYPES: Readonly<Record<ElementType, TensorProto_DataType>> = {
  float32: TensorProto_DataType.FLOAT,
  int64: TensorProto_DataType.INT64,
  bool: TensorProto_DataType.BOOL,
};
