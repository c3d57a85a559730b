# options.sh: the command line of run.

help='run: shows every seeded bug to every detector.

  --list            the mutants, one a line, and whether their files are sound; builds nothing
  --only PATTERN    those whose ROOM/NAME matches the shell pattern
  --promised        each mutant to the detectors that promise to find it, and no others
  --first           each to the quickest of them, but not to tsan where the bug has effects that others can see
  --quick           the few that are named in the file "quick", with --first
  --detector NAME   this detector only; nothing is said about survivors then
  --jobs N          so many mutants at a time (one more than processors: tests wait now and then)
  --seed N          for the detectors; printed, so that a run can be repeated
  --keep            leaves the copies in the work directory
  --json FILE|-     the results there too, one object per mutant and line
  --from DIR        where the mutants are (stress/mutants)
  --detectors DIR   where the detectors are (stress/mutants/detectors)
  --work DIR        where copies, logs and matrix.json go (build/mutants)

Exit status: 0 all as it should be; 1 a survivor, a miss, a false kill or a detector that proves nothing;
2 bad usage or a malformed mutant.'

list=false quick=false keep=false shown=all
only='*' detector='' jobs=$(($(nproc) + 1)) json='' seed=$(date +%s)
from=$here detectors_from=$here/detectors work=$root/build/mutants

say() { printf '%s\n' "$*"; }

die() {
    printf 'mutants: %s\n' "$*" >&2
    exit 2
}

number() { # option, text, least
    [[ $2 =~ ^[0-9]{1,18}$ ]] && [ "$2" -ge "$3" ] || die "$1 wants a number from $3 on, not '$2'"
}

directory() { # option, path
    [ -d "$2" ] || die "$1: there is no directory $2"
    (cd "$2" && pwd)
}

parse_options() {
    local option
    while [ $# -gt 0 ]; do
        option=$1
        shift
        case $option in
        --list) list=true; continue ;;
        --promised) shown=promised; continue ;;
        --first) shown=first; continue ;;
        --quick) quick=true shown=first; continue ;;
        --keep) keep=true; continue ;;
        --help) say "$help"; exit 0 ;;
        --only | --detector | --jobs | --seed | --json | --from | --detectors | --work)
            [ $# -gt 0 ] || die "$option wants a value" ;;
        *) die "unknown option '$option' (--help lists them)" ;;
        esac
        case $option in
        --only) only=$1 ;;
        --detector) detector=$1 ;;
        --jobs) number --jobs "$1" 1; jobs=$1 ;;
        --seed) number --seed "$1" 0; seed=$1 ;;
        --json) json=$1 ;;
        --from) from=$(directory --from "$1") || exit 2 ;;
        --detectors) detectors_from=$(directory --detectors "$1") || exit 2 ;;
        --work) mkdir -p "$1" 2>/dev/null; work=$(directory --work "$1") || exit 2 ;;
        esac
        shift
    done
}
