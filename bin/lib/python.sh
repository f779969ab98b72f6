# Sourced by bin/up and bin/test: the Python that the environment is built from.

# Print a Python >= 3.11. As root, one that other users can execute: people's servers run as other users.
find_python() {
  local candidate refused=""
  for candidate in /usr/bin/python3.{14,13,12,11} /usr/local/bin/python3.{14,13,12,11} \
    "$(command -v python3 || true)" "$(command -v python3.11 || true)"; do
    [[ -x "$candidate" ]] || continue
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    if [[ "$(id -u)" != 0 ]] || "$candidate" -sE "$(dirname "${BASH_SOURCE[0]}")/readable.py"; then
      printf '%s\n' "$candidate"
      return
    fi
    refused="$candidate"
  done
  if [[ -n "$refused" ]]; then
    printf '%s\n' "$refused stands where other users can't execute it, so people's servers could not run." \
      "Install Python 3.11 or later for the whole machine, e.g. apt-get install python3 python3-venv." >&2
  else
    printf '%s\n' "Python 3.11 or later was not found. Install it, e.g. apt-get install python3 python3-venv." >&2
  fi
  exit 1
}
