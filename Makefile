SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo build test lint clean

PANEL := .build/release/panel
STAMP := .build/release.stamp
SOURCES := Package.swift $(shell find Sources Plugins personas prompts tools evaluation -type f 2> /dev/null)
TOOLS := smolvlm2-turbo mistral-8b-instruct-v3
MODELS := qwen2.5-coder-1.5b-instruct qwen2.5-coder-0.5b-instruct smollm2-135m-instruct gemma-3-270m
BUILD_PACKAGES := libcurl4-openssl-dev libsqlite3-dev pkg-config=pkg-config
PULL_PACKAGES := python3=python3 python3-pip=pip3

help: ## Say what can be made.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

build: $(STAMP) ## Build the program in release mode: .build/release/panel

# The stamp, and not the program, is what make compares: a build that changes nothing leaves the program's date as it is.
$(STAMP): $(SOURCES)
	@.ci/need $(BUILD_PACKAGES)
	swift build -c release --product panel
	@touch $(STAMP)

demo: $(STAMP) ## Fetch the default model, review two tools with it, and write the pages into out/
	@.ci/need $(PULL_PACKAGES)
	@$(PANEL) model pull > /dev/null
	@mkdir -p out
	@$(PANEL) review $(TOOLS) --output - --output out/demo.md --output out/demo.html

lint: ## Check the code's form, the personas and the dossiers.
	swift format lint --strict -r Sources Tests Plugins

test: lint ## Set up what the tests need, and run them all.
	@.ci/need $(BUILD_PACKAGES) $(PULL_PACKAGES) chromium=chromium chromium-driver=chromedriver \
	  cmark-gfm=cmark-gfm tmux=tmux
	@mkdir -p .build
	swift build --build-tests 2>&1 | tee .build/build.log
	@if grep -E '(Sources|Tests|Plugins)/[^ ]*: warning:' .build/build.log; then echo 'Warnings are errors.' >&2; exit 1; fi
	.build/debug/panel model pull $(MODELS)
	.build/debug/panel persona lint
	.build/debug/panel tool lint
	swift test --package-path Examples/EchoBackend --scratch-path .build-examples 2>&1 | tee .build/test-example.log
# The kernel's tests keep every core busy, many of the store's and the command's wait for processes, those of the server for
# browsers: those that wait for servers and deadlines must not have the others beside them.
	.ci/test .build/test-kernel.log --filter InferenceKernelTests
	PANEL_LLAMA_SERVER="$$(.ci/llama-server)" .ci/test .build/test-http.log --filter InferenceHTTPTests
	PATH="$$(.ci/python .build-python)$$PATH" .ci/test .build/test-server.log --filter PanelServerTests
	PANEL_LLAMA_SERVER="$$(.ci/llama-server)" PATH="$$(.ci/python .build-python)$$PATH" .ci/test .build/test-rest.log \
	  --skip InferenceKernelTests --skip InferenceHTTPTests --skip PanelServerTests
# Only reached where all five passed. Swift Testing's own line counts one run.
	@awk '/Test run with/ { for (i = 1; i < NF; i++) if ($$i == "with") { n += $$(i + 1); break } } \
	  END { print n " passed, 0 failed" }' .build/test-example.log .build/test-kernel.log .build/test-http.log \
	  .build/test-server.log .build/test-rest.log

clean: ## Remove what was built and written here; models stay.
	rm -rf .build .build-examples .build-python out
