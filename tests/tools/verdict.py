"""What the Python in end-to-end tests shares: a line for each failure, and last the sum that check.sh reads."""
import sys

passed = failed = skipped = 0


def expect(what, found, wanted=True):
    global passed, failed
    if found == wanted:
        passed += 1
        return
    failed += 1
    if failed > 20:
        return
    if isinstance(found, dict) and isinstance(wanted, dict):  # what differs
        keys = [key for key in {**found, **wanted} if found.get(key) != wanted.get(key)]
        found, wanted = ({key: side.get(key) for key in keys} for side in (found, wanted))
    print(f"FAIL {what}: {ascii(found)[:600]} instead of {ascii(wanted)[:600]}")


def assure(what, good, why=""):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print(f"FAIL {what}: {ascii(why)[:600]}")


def skip(what, why):
    global skipped
    skipped += 1
    print(f"skipped: {what}: {why}")


def conclude():
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    sys.exit(failed > 0)
