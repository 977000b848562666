#!/usr/bin/env bash
# Makes the *.json files beside this script from a llama.cpp source tree, its build, a folder of models, and a Python that
# has the PyPI package gguf:
#   make-logprob-fixtures.sh LLAMA_SOURCE LLAMA_BUILD MODELS PYTHON
# "log_probabilities" are llama.cpp's with the model as it is. "exact" are llama.cpp's with the same weights as F32 and
# keys and values as F32: nothing is rounded to 8 bits on the way, so both engines can be measured against it.
set -euo pipefail
[ $# = 4 ] || { sed -n '2,4p' "$0" >&2; exit 64; }
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
g++ -O2 -I"$1/include" -I"$1/ggml/include" "$here/reference.cpp" -o "$work/reference" \
  -L"$2/bin" -lllama -lggml -lggml-base -Wl,-rpath,"$2/bin"
for model in smollm2-135m-instruct gemma-3-270m qwen2.5-coder-0.5b-instruct qwen2.5-coder-1.5b-instruct; do
  "$work/reference" "$3/$model.gguf" "$here/text.txt" 48 > "$work/given.json"
  "$4" "$here/to-f32.py" "$3/$model.gguf" "$work/f32.gguf"
  "$work/reference" "$work/f32.gguf" "$here/text.txt" 1 exact > "$work/exact.json"
  "$4" - "$work" "$here/$model.json" << 'PYTHON'
import json, sys
given, exact = (json.load(open(f"{sys.argv[1]}/{name}.json")) for name in ("given", "exact"))
assert given["tokens"] == exact["tokens"]
given["exact"] = exact["log_probabilities"]
lines = ",\n".join(f'"{key}": {json.dumps(value)}' for key, value in given.items())
open(sys.argv[2], "w").write("{" + lines + "}\n")
PYTHON
done
