# Sourced by each finding. It moves to a temp folder, installs packages there, runs servers on loopback
# and ends with a verdict. The folder and the servers go when the script ends.

work=$(mktemp -d)
servers=()
finish() {
  for server in "${servers[@]}"; do
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap finish EXIT
cd "$work"

# The clients need some credentials. The developer's own settings and proxies stay out.
export AWS_ACCESS_KEY_ID=x AWS_SECRET_ACCESS_KEY=x AWS_DEFAULT_REGION=us-east-1 AWS_EC2_METADATA_DISABLED=true
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
unset AWS_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL

from_pypi() {
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check "$@"
  export PATH="$work/python/bin:$PATH"
}

from_npm() {
  npm init --yes >/dev/null
  npm install --loglevel=error --no-audit --no-fund "$@" >&2
  export PATH="$work/node_modules/.bin:$PATH"
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# serve PORT COMMAND...: starts a server and returns when its port answers.
serve() {
  local port=$1
  shift
  "$@" >"server-$port.log" 2>&1 &
  servers+=($!)
  for _ in {1..150}; do
    if (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then return; fi
    kill -0 "${servers[-1]}" 2>/dev/null || break
    sleep 0.2
  done
  echo "$1 does not answer on port $port:" >&2
  cat "server-$port.log" >&2
  exit 2
}

# verdict VERSIONS EXPECTED SEEN RECORDED: fails if what was seen now is not what was recorded.
verdict() {
  printf '%s\n\nexpected:\n%s\n\nseen:\n%s\n\n' "$1" "$2" "$3"
  if [ "$3" != "$4" ]; then
    printf 'CHANGED: this was recorded:\n%s\n' "$4"
    exit 1
  fi
  echo 'as recorded'
}
