#!/usr/bin/env python3
"""Writes a few small model files, whole and nearly whole, into the folder given as argument."""

import pathlib
import struct
import sys


def text(value):
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def string(value):
    return struct.pack("<I", 8) + text(value)


def number(value):
    return struct.pack("<II", 4, value)


def flag(value):
    return struct.pack("<IB", 7, value)


def array(kind, values, pack):
    return struct.pack("<IIQ", 9, kind, len(values)) + b"".join(pack(value) for value in values)


def model(values, tensors, version=3):
    out = b"GGUF" + struct.pack("<IQQ", version, len(tensors), len(values))
    for key, value in values.items():
        out += text(key) + value
    offset = 0
    for name, dimensions, kind, size in tensors:
        out += text(name) + struct.pack(f"<I{len(dimensions)}QIQ", len(dimensions), *dimensions, kind, offset)
        offset += (size + 31) // 32 * 32
    out += b"\0" * (-len(out) % 32)
    return out + bytes(offset)


def vocabulary(kind, tokens, types, **more):
    values = {
        "general.architecture": string("llama"),
        "general.alignment": number(32),
        "tokenizer.ggml.model": string(kind),
        "tokenizer.ggml.tokens": array(8, tokens, text),
        "tokenizer.ggml.token_type": array(5, types, lambda value: struct.pack("<i", value)),
        "tokenizer.ggml.bos_token_id": number(0),
        "tokenizer.ggml.eos_token_id": number(0),
        "tokenizer.ggml.unknown_token_id": number(0),
        "tokenizer.ggml.add_bos_token": flag(1),
        "tokenizer.chat_template": string("{{ '<|im_start|>system\\nBe kind.<|im_end|>' }}"),
    }
    return values | {f"tokenizer.ggml.{key}": value for key, value in more.items()}


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    tensors = [("one", [32], 0, 128), ("two", [32, 2], 8, 68), ("three", [256], 14, 210), ("four", [2, 2, 2], 30, 16)]
    pieces = ["<|im_end|>", "a", "b", "ab", "▁", "▁a", "<b>", "\n", "\n\n", "<0x0A>", "é", "<unk>"]
    kinds = [3, 1, 1, 1, 1, 1, 4, 4, 4, 6, 1, 2]
    scores = array(6, [float(-i) for i in range(len(pieces))], lambda value: struct.pack("<f", value))
    letters = ["<|im_end|>", "a", "b", "ab", "Ġ", "Ġa", "Ċ", "1", "Ã", "©", "Ã©"]
    merges = array(8, ["a b", "Ġ a", "Ã ©"], text)
    seeds = {
        "tensors": model({"general.architecture": string("llama")}, tensors),
        "version2": model({}, tensors[:1], version=2),
        "pieces": model(
            vocabulary("llama", pieces, kinds, scores=scores, add_space_prefix=flag(1), unknown_token_id=number(11)), []
        ),
    }
    for name in ["gpt-2", "smollm", "qwen2", "llama-bpe", "default"]:
        values = vocabulary("gpt2", letters, [3] + [1] * 10, merges=merges, pre=string(name))
        seeds[f"pairs-{name}"] = model(values, tensors[:2])
    for name, data in seeds.items():
        (folder / name).write_bytes(data)


main()
