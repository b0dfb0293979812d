# shellcheck shell=bash
# Sourced by test: runs the parts, a few at a time, and adds up what they say.

RESULTS="$CACHE/test"

need_test_tools() {
    need_chromium
    have docker-compose || install_packages docker-compose docker-compose docker-compose
    have shellcheck || install_packages shellcheck shellcheck shellcheck
    need_node_modules "$ROOT/tests/node"
}

# start_xunit PROJECT [filter…]
start_xunit() {
    local project=$1
    shift
    "$DOTNET" "$ROOT/$project/bin/Release/net10.0/$(basename "$project").dll" -noColor -noLogo "$@"
}

# start_part NAME: runs it in the foreground, all output in one file.
start_part() {
    local part=$1 how what
    how=$(field "$part" 2)
    what=$(field "$part" 3)
    case "$how" in
    xunit) start_xunit "$what" ;;
    node) (cd "$ROOT/$what" && node --test --test-reporter=tap) ;;
    script) "$ROOT/$what" ;; # ends with a line "N passed, N failed" of its own
    *) echo "There is no way to run \"$how\"."; return 1 ;;
    esac
}

# count LOG: passed, failed and skipped, in whichever of the three languages they are told.
count() {
    awk '
        / Total: [0-9]+, Errors: / {
            for (i = 1; i < NF; i++) { value = $(i + 1) + 0
                if ($i == "Total:") passed += value
                if ($i == "Errors:" || $i == "Failed:") failed += value
                if ($i == "Failed:" || $i == "Skipped:") passed -= value
                if ($i == "Skipped:") skipped += value
                if ($i == "Run:") passed -= value } }
        /^# pass [0-9]+$/ { passed += $3 }
        /^# fail [0-9]+$/ { failed += $3 }
        /^# (skipped|todo) [0-9]+$/ { skipped += $3 }
        /^[0-9]+ passed, [0-9]+ failed/ { passed += $1; failed += $3; if ($6 == "skipped") skipped += $5 }
        END { print passed + 0, failed + 0, skipped + 0 }' "$1"
}

# The failing tests with their messages, whichever runner told them.
show_failures() {
    awk '
        /\[FAIL\]/ { on = 1; print; next }
        /^    [^ ]/ || /^  (Finished|Starting):/ || /^===/ { on = 0 }
        /^ *not ok / { on = 1; print; next }
        /^ *ok / { on = 0 }
        on' "$1" | head -n 200
}

# run_part NAME: leaves name.log and name.code, and says how it went.
run_part() {
    local part=$1 log="$RESULTS/$1.log" code=0 began=$SECONDS
    start_part "$part" >"$log" 2>&1 </dev/null || code=$?
    echo "$code" >"$RESULTS/$part.code"
    # shellcheck disable=SC2046 # three numbers
    set -- $(count "$log")
    if [ "$code" != 0 ] && [ "$2" = 0 ]; then say "$part: ended with exit code $code, see $log"; fi
    if [ $(($1 + $2)) = 0 ]; then say "$part: ran no test, see $log"; fi
    printf '%-10s %s passed, %s failed%s in %s s\n' "$part" "$1" "$2" "$([ "$3" = 0 ] || echo ", $3 skipped")" $((SECONDS - began))
    # What a part has counted is worth seeing also when all is well.
    sed -n 's/^\* /    /p' "$log"
}

run_parts() {
    local part at_once passed=0 failed=0 skipped=0 bad=0 processors
    rm -rf "$RESULTS"
    mkdir -p "$RESULTS"
    processors=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
    # Each part keeps about two processors busy by itself.
    at_once=${PIXZA_TEST_AT_ONCE:-$(((processors + 1) / 2))}
    for part in "$@"; do
        while [ "$(jobs -rp | wc -l)" -ge "$at_once" ]; do sleep 0.2; done
        run_part "$part" &
    done
    wait

    for part in "$@"; do
        local code
        code=$(cat "$RESULTS/$part.code" 2>/dev/null || echo 1)
        # shellcheck disable=SC2046 # three numbers
        set -- $(count "$RESULTS/$part.log")
        passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
        if [ "$2" = 0 ] && { [ "$code" != 0 ] || [ "$1" = 0 ]; }; then
            # It died, or had nothing to run: that is one failure, or the sum would look green.
            failed=$((failed + 1)) bad=1
            printf '\n%s ended with exit code %s:\n' "$part" "$code"
            tail -n 40 "$RESULTS/$part.log"
        elif [ "$2" != 0 ]; then
            bad=1
            printf '\n%s:\n' "$part"
            show_failures "$RESULTS/$part.log"
        fi
    done
    printf '\n%s passed, %s failed%s\n' "$passed" "$failed" "$([ "$skipped" = 0 ] || echo ", $skipped skipped")"
    return "$bad"
}
