#!/usr/bin/env python3
"""Writes chats/MODEL.json: chats, and how llama-server writes them down (`/apply-template`).

usage: make-chat-fixtures.py LLAMA_SERVER MODELS_FOLDER [TEMPLATES_FOLDER]

TEMPLATES_FOLDER is `models/templates` of llama.cpp. Its templates of families that none of our models has are then
served with the smallest model, and stored with the template's text, for the families' tests.
"""

import json
import pathlib
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request

PORT = 18110
MODELS = ["smollm2-135m-instruct", "qwen2.5-coder-0.5b-instruct", "qwen2.5-coder-1.5b-instruct"]
TEMPLATES = {
    "llama-3.1": "meta-llama-Llama-3.1-8B-Instruct.jinja",
    "gemma-2": "google-gemma-2-2b-it.jinja",
    "mistral-nemo": "mistralai-Mistral-Nemo-Instruct-2407.jinja",
    "mistral-small": "Mistral-Small-3.2-24B-Instruct-2506.jinja",
}
CHATS = [
    [["system", ["Be brief.\n"]], ["user", ["One.\n", "Two.\n", "Three?\n"]]],
    [["user", ["Hi"]]],
    [["user", ["  spaces around \n\n"]], ["assistant", ["Yes, and\n", "no."]], ["user", ["Why?"]]],
    [["system", ["S"]], ["user", ["U"]], ["assistant", ["A"]], ["user", ["Ω 你好 🎉"]]],
]
# A system message is an error in Gemma 2's template, and without one Mistral Small's puts in the date of the day.
SKIPPED = {"gemma-2": [0, 3], "mistral-small": [1, 2]}


def ask(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    return json.load(urllib.request.urlopen(f"http://127.0.0.1:{PORT}{path}", data, timeout=60))


def rendered(server, model, name, extra):
    command = [server, "-m", model, "--port", str(PORT), "-t", "1", "-c", "512", "-np", "1", "--no-warmup"]
    process = subprocess.Popen(command + extra, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                ask("/health")
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.5)
        chats = []
        for index, chat in enumerate(CHATS):
            if index in SKIPPED.get(name, []):
                continue
            messages = [{"role": role, "content": "".join(segments)} for role, segments in chat]
            prompt = ask("/apply-template", {"messages": messages})["prompt"]
            if extra:
                # The serving model's tokens for beginning and end, and the day on which this runs.
                prompt = prompt.removeprefix("<|im_start|>").replace("<|im_end|>", "</s>")
                prompt = re.sub(r"Today Date: \d+ \w+ \d+", "Today Date: 26 Jul 2024", prompt)
            chats.append({"messages": [{"role": r, "segments": s} for r, s in chat], "prompt": prompt})
        return chats
    finally:
        process.terminate()
        process.wait()


def main():
    server, models = sys.argv[1], pathlib.Path(sys.argv[2])
    folder = pathlib.Path(__file__).parent / "chats"
    folder.mkdir(exist_ok=True)

    def store(name, template, chats):
        (folder / f"{name}.json").write_text(json.dumps({"template": template, "chats": chats}, indent=1) + "\n")
        print(name, len(chats), "chats")

    for name in MODELS:
        store(name, None, rendered(server, str(models / f"{name}.gguf"), name, []))
    if len(sys.argv) > 3:
        for name, file in TEMPLATES.items():
            path = pathlib.Path(sys.argv[3]) / file
            # Only what tells the family is stored: the templates belong to their authors.
            chats = rendered(server, str(models / f"{MODELS[0]}.gguf"), name, ["--chat-template-file", str(path)])
            words = ["<|start_header_id|>", "Cutting Knowledge Date", "<start_of_turn>", "[SYSTEM_PROMPT]", "[INST]"]
            source = path.read_text()
            store(name, " ".join(word for word in words if word in source), chats)


main()
