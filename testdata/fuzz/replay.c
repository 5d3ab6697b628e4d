/*
 * Runs kept inputs through a target, without a fuzzer: fuzz_replay TARGET FILE|FOLDER...
 * The first that breaks a contract ends the process; its name was printed then. A
 * target without any input is a mistake of whoever added it: status 1.
 */
#include "fuzz.h"

#include <dirent.h>
#include <sys/stat.h>

#define INPUT_MOST ((size_t)4 << 20)

static unsigned long ran;

static void run_file(const struct fuzz_target *t, const char *path)
{
	struct gbx_buf b = GBX_BUF_INIT(INPUT_MOST);
	unsigned char part[4096];
	size_t n;
	FILE *f = fopen(path, "rb");
	FUZZ_CHECK(f);
	while ((n = fread(part, 1, sizeof part, f)))
		gbx_buf_add(&b, part, n);
	fclose(f);
	FUZZ_CHECK(!gbx_buf_failed(&b));
	/* exactly its bytes, for the sanitizer */
	unsigned char *exact = fuzz_alloc(b.n);
	if (b.n)
		memcpy(exact, b.p, b.n);
	printf("%s\n", path);
	fflush(stdout);
	fuzz_run(t, exact, b.n);
	ran++;
	free(exact);
	gbx_buf_release(&b);
}

static void run_folder(const struct fuzz_target *t, const char *path)
{
	struct dirent **name;
	int n = scandir(path, &name, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		char file[4096];
		struct stat st;
		snprintf(file, sizeof file, "%s/%s", path, name[i]->d_name);
		if (!stat(file, &st) && S_ISREG(st.st_mode))
			run_file(t, file);
		free(name[i]);
	}
	if (n >= 0)
		free(name);
}

int main(int argc, char **argv)
{
	const struct fuzz_target *t = argc < 3 ? NULL : fuzz_find(argv[1]);
	struct stat st;
	if (!t) {
		fprintf(stderr, "usage: fuzz_replay TARGET FILE|FOLDER...\n");
		return 2;
	}
	for (int i = 2; i < argc; i++) {
		if (stat(argv[i], &st))
			continue;
		if (S_ISDIR(st.st_mode))
			run_folder(t, argv[i]);
		else
			run_file(t, argv[i]);
	}
	printf("%s: %lu inputs\n", t->name, ran);
	return ran ? 0 : 1;
}
