# The front door: each target sets up whatever it still needs. Bodies are in scripts/.
.DEFAULT_GOAL := help
.PHONY: help plot serve test check bench setup reset doctor test-faults test-sandbox golden lock build contact-sheet

# Passed on through the environment, so that quotes and spaces in them arrive unharmed.
export PLOT LIBS PYTHONS IDEA BUDGET REASON IMPROVE YES PORT BENCH PROFILE SEED HALF CLEAN TWINS KINDS PROVIDER PROMPT

RUN := @node scripts/bootstrap.js

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | while IFS="$$(printf '\t')" read -r target text; do printf '  make %-14s %s\n' "$$target" "$$text"; done

plot: ## carry one plot, known or new, to published pictures: PLOT=scatter-basic [LIBS=… PYTHONS=… IDEA=… YES=1 BUDGET=… REASON=… IMPROVE=… PORT=…]
	$(RUN) plot --plot="$$PLOT" --libs="$$LIBS" --pythons="$$PYTHONS" --budget="$$BUDGET" --reason="$$REASON" --improve="$$IMPROVE" --idea="$$IDEA" --yes="$$YES" --port="$$PORT"

serve: ## run the whole engine in the foreground, on http://127.0.0.1:8000: [PROFILE=demo for stand-ins]
	$(RUN) serve --profile="$$PROFILE"

test: ## the whole suite with real parts and coverage
	$(RUN) setup
	$(RUN) test

check: ## what must be green before every commit
	$(RUN) check

bench: ## benchmarks, written to bench/results: [BENCH=name]
	$(RUN) setup
	$(RUN) bench $$BENCH

test-faults: ## kill every part at the worst moments
	$(RUN) setup
	$(RUN) test test/faults

test-sandbox: ## everything hostile, on every Python and in both tiers of the sandbox
	$(RUN) setup
	@PYPLOTS_TEST_SANDBOX=all node scripts/bootstrap.js test test/sandbox

contact-sheet: ## all published pictures on one page, as HTML and PNG
	$(RUN) contact-sheet

golden: ## how well reviewers find known defects: [SEED=… HALF=tuning KINDS=… PROVIDER=openai PROMPT=… BUDGET=…]
	$(RUN) setup
	$(RUN) golden --seed="$$SEED" --half="$$HALF" --clean="$$CLEAN" --twins="$$TWINS" --kinds="$$KINDS" --provider="$$PROVIDER" --prompt="$$PROMPT" --budget="$$BUDGET"

setup: ## get every part, so that nothing is left to get later
	$(RUN) setup

reset: ## delete local state, after asking: [YES=1]
	$(RUN) reset --yes="$$YES"

doctor: ## what is present, what is missing, and how to get it
	$(RUN) doctor

build: ## bundle the programs into dist/
	$(RUN) build

lock: ## resolve the Python environments anew into sandbox/environments
	$(RUN) lock
