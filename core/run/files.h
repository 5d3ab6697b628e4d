/*
 * Output files: written into a hidden folder inside the output folder, and moved
 * into place together once they were proven. Names are relative, of the tool's own
 * making.
 */
#ifndef GBX_RUN_FILES_H
#define GBX_RUN_FILES_H

#include "../base/buf.h"
#include "../base/err.h"

#define GBX_FILE_NAME 300

struct gbx_files {
	char dir[4096]; /* the hidden folder */
	struct gbx_file {
		char name[GBX_FILE_NAME]; /* "sample/users.csv" */
		bool sample;
	} *file;
	unsigned n, cap;
};

/* Makes out_dir if needed, and the hidden folder in it; *made: out_dir was not there.
 * E_OUT_EXISTS when it holds things but no report of ours. */
enum gbx_rc gbx_files_begin(char dir[4096], const char *out_dir, bool *made, struct gbx_err *err);
/* Could a hidden folder be made? Leaves nothing behind. */
enum gbx_rc gbx_files_check(const char *out_dir, struct gbx_err *err);
/* Moves what is in the hidden folder into out_dir; older samples and tables there go. */
enum gbx_rc gbx_files_commit(const char *dir, const char *out_dir, struct gbx_err *err);
/* Removes the hidden folder and what is in it. */
void gbx_files_abandon(const char *dir);

enum gbx_rc gbx_files_write(struct gbx_files *f, const char *name, bool sample, struct gbx_span content,
			    struct gbx_err *err);
/* Waits until all of them are on the disk: once, before they are put in place. */
enum gbx_rc gbx_files_sync(const struct gbx_files *f, struct gbx_err *err);
/* Reads a file back, whole. */
enum gbx_rc gbx_files_read(const struct gbx_files *f, unsigned i, struct gbx_buf *out,
			   struct gbx_err *err);
/* Takes back what was written from file i on. */
void gbx_files_take_back(struct gbx_files *f, unsigned i);
void gbx_files_release(struct gbx_files *f);

/* A file name for a relation: no separators, no control characters, no leading dot,
 * not longer than 200 bytes, different from the names already in f. */
void gbx_files_name(const struct gbx_files *f, const char *folder, const char *relation,
		    const char *ending, char out[GBX_FILE_NAME]);

#endif
