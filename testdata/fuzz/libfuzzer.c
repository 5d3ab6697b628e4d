/*
 * The entry libFuzzer calls. One program holds all targets: the name it was started by
 * (build/fuzz/fuzz_csv) says which. With --list it prints their names and the most
 * bytes of an input.
 */
#include "fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const struct fuzz_target *target;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *slash = strrchr((*argv)[0], '/');
	if (*argc > 1 && !strcmp((*argv)[1], "--list")) {
		for (const struct fuzz_target *t = fuzz_targets; t->name; t++)
			printf("%s %zu\n", t->name, t->most);
		exit(0);
	}
	target = fuzz_find(slash ? slash + 1 : (*argv)[0]);
	if (!target) {
		fprintf(stderr, "fuzz: start me by the name of a target\n");
		exit(2);
	}
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	fuzz_run(target, p, n);
	return 0;
}
