#!/usr/bin/env python3
"""Writes tokens/corpus.json and tokens/MODEL.json: texts, and the tokens that llama.cpp makes of them.

usage: make-token-fixtures.py LLAMA_TOKENIZE MODELS_FOLDER

LLAMA_TOKENIZE is the program of that name from llama.cpp, MODELS_FOLDER holds the models as `panel model pull` names
them. Every text is tokenized once as a reader's text (no marker is parsed) and once as our own (markers are parsed).
"""

import json
import pathlib
import subprocess
import sys

MODELS = [
    "smollm2-135m-instruct",
    "gemma-3-270m",
    "qwen2.5-coder-0.5b-instruct",
    "qwen2.5-coder-1.5b-instruct",
]

CORPUS = {
    "english": "The panel didn't agree: \"It's free\", she'd said, but they'll charge you'd think $12.50 — we're sure.",
    "capital contractions": "DON'T, I'LL, WE'VE, YOU'RE, IT'S, I'M, HE'D, 'Tis, rock 'n' roll, o'clock, l'été, ''s",
    "german": "Die Straße führt über den Fluß; Größe, Übermaß und Äpfel: 3,5 km weit. Donaudampfschifffahrtsgesellschaft",
    "french": "Où est passé l'œuvre ? Çà et là, « naïve » – coûte 1 234,56 €.",
    "vietnamese": "Tiếng Việt có nhiều dấu: ưỡn ẹo, quyển sổ, nghiêng ngả.",
    "turkish": "İstanbul'da ığdır, ŞİŞLİ ve çığlık; Iıİi.",
    "greek": "Η γρήγορη αλεπού πηδάει πάνω από το σκυλί· τι ώρα είναι;",
    "russian": "Съешь же ещё этих мягких булок, да выпей чаю. №5, 2026 г.",
    "ukrainian": "Ґанок, їжак і п'ять об'єктів: щастя!",
    "arabic": "الكلب السريع يقفز فوق السياج، أليس كذلك؟ ٢٠٢٦ و١٢٣٤٫٥",
    "hebrew": "שָׁלוֹם עולם, מה שלומך היום? \u05f4צה\u05f4ל\u05f4",
    "hindi": "नमस्ते दुनिया, यह एक परीक्षण है। क्‍ष और क्ष, १२३४।",
    "bengali": "আমি বাংলায় গান গাই, ৫ টাকা।",
    "tamil": "தமிழ் மொழி மிகவும் பழமையானது. ஸ்ரீ",
    "thai": "ภาษาไทยไม่มีช่องว่างระหว่างคำ ราคา ๑๒๓ บาท",
    "chinese": "敏捷的棕色狐狸跳过了懒狗。价格是１２３元，第〇章，𠮷野家。",
    "japanese": "すばしこい狐が、のろまな犬を飛び越えた。ﾊﾝｶｸとゼンカク、㍻三十一年。",
    "korean": "빠른 갈색 여우가 게으른 개를 뛰어넘는다. \u1112\u1161\u11ab\u1100\u1173\u11af",
    "georgian and armenian": "სწრაფი მელა ხტება. Արագ աղվեսը ցատկում է։",
    "amharic and cherokee": "ፈጣን ቀበሮ። ᏣᎳᎩ ꭰꭱꭲ",
    "emoji": "👍🏽 👨‍👩‍👧‍👦 🏳️‍🌈 🇩🇪🇫🇷🇯🇵 ❤️ 1️⃣ 🫠 👩🏿‍🚀 ☺︎ 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "symbols": "½ ² ₃ Ⅷ ① ㊙ ™ © ± ≠ ∑ → ⇒ █ ░ ♪ € £ ¥ ₿ ‰ § ¶ † … „“ ‚‘ «» — – ‑",
    "numbers": "0 7 42 123 1234 12345 1234567890 3.14159 1e-9 0xFF 1,000,000 v1.2.3-rc.4 192.168.0.1 10²³",
    "swift": "func f<T>(_ x: T?) -> Int {\n\tguard let x else { return 0 }\n    return x! &+ 1 // TODO: \"why\"\n}\n",
    "python": "def fib(n: int) -> int:\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\n\n\nif __name__ == '__main__':\n    print(f\"{fib(10)!r:>10}\")\n",
    "json": "{\"name\": \"panel\", \"n\": [1, 2.5, -3e+4, null, true], \"s\": \"a\\\"b\\\\c\\u00e9\"}",
    "shell": "curl -sSL 'https://example.org/a?b=c&d=%20e' | tar xz -C /tmp && echo $? >> ~/log_file.txt 2>&1",
    "html": "<table>\n<tr><td>a</td><th>b</th></tr>\n</table><h1>T</h1><ul><li>x</li></ul> <b>y</b><code>z</code> <br/>",
    "markdown": "# Title\n\n- item **one**\n- item `two`\n\n```sh\nmake demo\n```\n\n| a | b |\n|---|---|\n",
    "spaces": " a  b   c    d     e      f                                        g ",
    "only spaces": "                                  ",
    "tabs": "\ta\t\tb\t\t\tc \t d\t \te\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\tf",
    "line breaks": "a\nb\n\nc\n\n\nd\r\ne\r\n\r\nf\rg \n h\n  i  \n\n  j\n" + "\n" * 40 + "k",
    "odd spaces": "a\u00a0b\u00a0\u00a0c\u3000d\u2003e\u2009f\u2028g\u2029h\u0085i\u1680j\u202fk\u200bl\ufeffm\u2060n",
    "control characters": "a\u0001b\u0002\u0003c\u0007d\u0008e\u000bf\u000cg\u001bh[31mi\u007fj\u0080k\u009fl",
    "combining marks": "e\u0301 a\u0308\u0323 Z\u0351\u036b\u0343\u036a\u0302 n\u0303o\u0302\u0301 क\u093c \u0301alone",
    "private and unassigned": "\ue000\uf8ff\U000f0000\U0010fffd\u0378\U0001fffe\ufffd\U0001e900\U0001e922",
    "a long word": "Pneumonoultramicroscopicsilicovolcanoconiosis" * 4,
    "a long run": "a" * 300 + "!" * 100 + "=" * 70 + "9" * 50 + "哈" * 60,
    "no spaces": "theQuickBrownFoxJumpsOverTheLazyDog_and_snake_case_and-kebab-case/and/paths/to.file.ext@host#tag",
    "lower one eighth blocks": "▁a▁▁b <0x0A> Ġ Ċ ġ",
    "markers": "<|im_start|>user\nhi<|im_end|>\n<|endoftext|><bos><start_of_turn>model\n<end_of_turn><eos></s><s>[INST]",
    "one letter": "a",
    "one space": " ",
    "one line break": "\n",
    "empty": "",
}


def tokens(program, model, text, parse_special):
    command = [program, "-m", model, "--stdin", "--ids", "--no-bos", "--log-disable", "--no-escape"]
    if not parse_special:
        command.append("--no-parse-special")
    run = subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return json.loads(run.stdout)


def main():
    program, models = sys.argv[1], pathlib.Path(sys.argv[2])
    folder = pathlib.Path(__file__).parent / "tokens"
    (folder / "corpus.json").write_text(json.dumps(CORPUS, indent=1) + "\n")
    for model in MODELS:
        file = str(models / f"{model}.gguf")
        lines = []
        for name, text in CORPUS.items():
            ids = {"text": tokens(program, file, text, False), "own": tokens(program, file, text, True)}
            if ids["own"] == ids["text"]:
                del ids["own"]
            lines.append(f" {json.dumps(name)}: {json.dumps(ids, separators=(',', ':'))}")
        (folder / f"{model}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
        print(model, len(lines), "texts")


main()
