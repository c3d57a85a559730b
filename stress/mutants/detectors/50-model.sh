# model: the model checker. There is none yet: the column is empty, and no mutant depends on it.

detector_cap_seconds=60

detector_suite() { # room, backend
    printf 'rc-model'
}

detector_build() { # room, backend, jobs
    :
}

detector_run() { # room, backend, seed
    return 77
}
