"""Runs the fuzzers for a while: each a process of its own, since a fuzzer wants to be the main program."""

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

# Inputs in a short run and in a soak; a fuzzer of the loader proof-reads a whole folder for many of its inputs.
RUNS = {"updates": (1_500, 200_000), "webhook": (3_000, 200_000), "content": (120, 20_000)}
# At least so many branches: fewer, and the fuzzer knocks at a closed door. The webhook is a page of code.
REACHED = {"updates": 500, "webhook": 15, "content": 500}
LONGEST = 600
SEEDS = 60


@pytest.mark.parametrize("target", RUNS)
def test_nothing_that_comes_in_brings_it_down(
    target: str, root: Path, tmp_path: Path, seed: int, soak: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """So many inputs, guided by what code they reach: no failed handler, no traceback, nothing believed unproved."""
    runs = RUNS[target][soak]
    chance = random.Random(seed)
    for number in range(SEEDS):  # to begin with long inputs; it would take the fuzzer a while to get there
        (tmp_path / str(number)).write_bytes(chance.randbytes(chance.randint(50, LONGEST)))
    options = [
        f"-runs={runs}",
        f"-seed={seed or 1}",
        f"-max_len={LONGEST}",
        "-len_control=0",
        f"-artifact_prefix={tmp_path}/",
    ]
    command = [sys.executable, "-m", f"tests.fuzz.{target}", *options, str(tmp_path)]
    done = subprocess.run(command, cwd=root, capture_output=True, check=False)
    said = done.stderr.decode(errors="replace") + done.stdout.decode(errors="replace")
    assert done.returncode == 0, said[-5000:]
    tried = re.search(r"Done (\d+) runs", said)
    covered = re.findall(r"cov: (\d+)", said)
    assert tried and int(tried[1]) >= runs  # the fuzzer may finish what it began
    assert covered and int(covered[-1]) >= REACHED[target], (
        "the fuzzer reaches none of the code that it is to try"
    )
    with capsys.disabled():
        print(f"\nFuzzing {target}: {runs} inputs tried, {covered[-1]} branches reached, 0 found")
