"""Runs the README's first ten minutes as they stand there, against the running system."""
import json
import pathlib
import subprocess
import tempfile
import unittest

README = pathlib.Path(__file__).resolve().parents[2] / "README.md"


def lines_to_paste():
    chapter = README.read_text(encoding="utf-8").split("## The first ten minutes", 1)[1].split("\n## ", 1)[0]
    blocks = chapter.split("```")[1::2]
    return "\n".join(block.removeprefix("bash\n") for block in blocks)


class FirstTenMinutes(unittest.TestCase):
    def test_show_a_token_on_its_way_from_the_request_to_the_log(self):
        with tempfile.TemporaryDirectory() as folder:
            ran = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", lines_to_paste()], cwd=folder, text=True,
                                 capture_output=True, check=False, timeout=100)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        said = ran.stdout.splitlines()
        answers = [json.loads(line) for line in said if line.startswith("{")]
        pushes = [answer["event"] for answer in answers if "event" in answer]
        self.assertIn("queue:your_token_called", pushes, ran.stdout + ran.stderr)
        self.assertIn("queue:status_update", pushes)
        self.assertEqual([line for line in said if line.startswith("ce_type=")],
                         ["ce_type=QueueOpened", "ce_type=TokenIssued", "ce_type=TokenCalled"])
        self.assertEqual(answers[-1]["data"]["currentTokenNo"], 1, "the read model shows the call")


if __name__ == "__main__":
    unittest.main()
