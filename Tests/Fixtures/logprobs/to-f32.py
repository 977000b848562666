"""Writes a copy of a GGUF model with all weights as F32: to-f32.py IN OUT (needs the PyPI package gguf)."""

import sys

import gguf
import numpy

reader = gguf.GGUFReader(sys.argv[1])
architecture = reader.get_field("general.architecture").contents()
writer = gguf.GGUFWriter(sys.argv[2], architecture)
for field in reader.fields.values():
    if field.name == "general.architecture" or field.name.startswith("GGUF."):
        continue
    kind = field.types[0]
    element = field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None
    writer.add_key_value(field.name, field.contents(), kind, element)
for tensor in reader.tensors:
    values = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
    writer.add_tensor(tensor.name, numpy.ascontiguousarray(values, dtype=numpy.float32))
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
