/*
 * Every ceiling, with its reason. Nothing in glovebox grows without one of these.
 */
#ifndef GBX_BASE_LIMITS_H
#define GBX_BASE_LIMITS_H

#include <stddef.h>
#include <stdint.h>

/* Reading. */
#define GBX_CHUNK_BYTES (1u << 20)	/* what a worker gets at once: fits the second-level cache */
#define GBX_CHUNK_PAD 128u		/* readable bytes behind every chunk, for vector loads */
#define GBX_HOLE_BYTES 4096u		/* zero bytes in a row that are no text but a block never written */
#define GBX_RECORD_BYTES (16u << 20)	/* one record; a longer one is quarantined */
#define GBX_RECORD_COLUMNS 4096u	/* columns of one relation */
#define GBX_RECORD_CELLS (1u << 20)	/* values of one record, list items counted */
#define GBX_PARSED_BYTES (1u << 30)	/* arena of one parsed chunk: cells cost 12 bytes for 2 of input */
#define GBX_NESTING 64u			/* depth of a nested value */
#define GBX_NAME_BYTES 512u		/* one column or relation name; longer ones are cut */
#define GBX_HEAD_BYTES (256u << 10)	/* what a format may look at before it bids */
#define GBX_SKIP_KINDS 32u		/* kinds of what is skipped in one chunk: more than any dialect has */
#define GBX_SQL_STATEMENT_BYTES (4u << 20) /* a statement of a dump that holds no rows; a longer one does not end */
#define GBX_SQL_ROUTINE_BYTES (256u << 10) /* a procedure or trigger: behind that its end was missed */
#define GBX_SQL_HOPELESS (64u << 10) /* once one did not end, the next are given up from here on */
#define GBX_SQL_NAMES_BYTES ((size_t)64 << 20) /* names of tables and columns of one dump: 4,096 tables of 500 columns */
#define GBX_RELATIONS 16384u		/* relations of one case */

/* Unpacking: see threats.md for the attacks these answer. */
#define GBX_ARCHIVE_DEPTH 8u		      /* archives in archives, filters counted */
#define GBX_ARCHIVE_ENTRIES 1000000u	      /* entries of one source */
#define GBX_ENTRIES_LISTED 65536u	      /* entries of a case with a row each: a report needs 1.1 KB for one */
#define GBX_RATIO_MAX 400u		      /* output bytes per input byte, once past the free part */
#define GBX_RATIO_FREE (UINT64_C(64) << 20)   /* output that is never a bomb */
#define GBX_RATIO_STRIKES 16u		      /* bombs cut per source before it is given up */
#define GBX_UNPACK_MEMORY (UINT64_C(512) << 20) /* address space of the unpacker above its start */
#define GBX_UNPACK_CPU_SECONDS 3u	      /* processor time without progress */
#define GBX_UNPACK_STALL_SECONDS 60u	      /* wall time without a frame, input waiting apart */
#define GBX_UNPACK_RESTARTS 16u		      /* crashes survived per source */
#define GBX_SPOOL_BYTES (64u << 20)	      /* nested archives that need seeking */
#define GBX_DOC_SPOOL_BYTES (256u << 20)	      /* a packed document that needs seeking: half of GBX_UNPACK_MEMORY */
#define GBX_DOC_SQLITE_MEMORY (INT64_C(128) << 20) /* SQLite's heap there: two records of the longest and its cache */
#define GBX_DOC_NAMES_BYTES (16u << 20)	      /* names of a database's tables: 4,096 of 512 bytes are two */
#define GBX_BLOB_BYTES 1024u		      /* of binary values kept, as twice as many hex digits: keys and hashes, not pictures */
#define GBX_PG_ITEMS 1000000		      /* of a dump's contents: a few a table */
#define GBX_PG_TEXT_BYTES (4u << 20)	      /* one text of them that is kept: 4,096 columns of the longest names */
#define GBX_FRAME_BYTES (256u << 10)	      /* payload of one frame */
#define GBX_INPUT_BYTES (256u << 10)	      /* read from a source at once: fits the second-level cache */
#define GBX_HASH_AHEAD (UINT64_C(64) << 20)   /* custody hashing runs so far before the unpacker */
#define GBX_FOLDER_ENTRIES 1000000u	      /* names of a folder walk held at once */
#define GBX_FOLDER_DEPTH 128u		      /* folders in folders: one descriptor each */
#define GBX_PATH_BYTES 4096u		      /* path of an entry; longer ones are cut */

/* Character sets. */
#define GBX_CHARSET_HEAD_BYTES (64u << 10)  /* of an entry looked at for a mark, a declaration, UTF-16 */
#define GBX_CHARSET_AHEAD_BYTES (256u << 10) /* from the first byte that is not ASCII, to guess by */
#define GBX_CHARSET_SAMPLE (16u << 10) /* of those scored: 40 charsets in a hundredth of a second */
#define GBX_CHARSET_MARK_BYTES (4u << 10) /* of text without a line end between two known offsets */
#define GBX_CHARSET_MARKS (8u << 20)	/* offsets held: a record of nothing but line ends */

/* Workbooks. */
#define GBX_BOOK_PARTS 65536u		/* files of one package: Excel's own have a handful a sheet */
#define GBX_BOOK_SHEETS 4096u		/* sheets of one workbook, hidden ones counted */
#define GBX_BOOK_STRINGS_BYTES ((size_t)192 << 20) /* shared texts held, with their table well under GBX_UNPACK_MEMORY */
#define GBX_BOOK_STRINGS_COUNT (12u << 20) /* shared texts: 4 bytes each to find them */
#define GBX_BOOK_WORDS_BYTES (16u << 20) /* names of sheets and parts of one workbook */
#define GBX_BOOK_STYLES 65536u		/* cell formats: Excel allows 65,490 */
#define GBX_BOOK_COLUMNS 16384u		/* columns of a sheet; cells further right are no cells */
#define GBX_BOOK_CELL_BYTES (1u << 20)	/* one cell: Excel allows 32,767 characters */
#define GBX_BOOK_AHEAD_ROWS 1000u	/* rows looked at to find where a table begins */
#define GBX_BOOK_REPEATS (1u << 20)	/* times one row of an ods may be repeated: the rows of a sheet */
#define GBX_OLE_SECTORS (4u << 20) /* of an old workbook: 2 GB, as much as it can be */
#define GBX_XML_DEPTH 64u		/* tags in tags: five million of them cost expat 793 MB */
#define GBX_XML_TAG_BYTES (1u << 20)	/* one tag with its attributes: expat starts it again at every step */
#define GBX_XML_STEP_BYTES (64u << 10)	/* given to expat at once */

/* Counting. */
#define GBX_PLAN_VALUES 10000u	     /* values a column is judged by */
#define GBX_PLAN_ENOUGH 500u	     /* fewer than this and the plan stays provisional */
#define GBX_DISTINCT_EXACT 100000u   /* distinct values counted exactly */
#define GBX_CASE_COLUMNS 65536u	     /* columns of all relations of a run: each has counters and sketches */
#define GBX_PENDING_BYTES (64u << 10) /* values of one column kept until it can be planned */
#define GBX_WAITING_BYTES (32u << 20) /* of all columns: 500 values each of 2,000 of them */
#define GBX_RECORD_HASHES (1u << 20) /* record hashes held for counting duplicates */
#define GBX_SHAPES 1024u	     /* shapes tracked per column */
#define GBX_SHAPE_BYTES 64u	     /* longest shape written out */
#define GBX_EXPOSURE_SETS 65536u     /* exposure sets tracked per relation */
#define GBX_SAMPLE_MAX 10000u	     /* records of a redacted sample */
#define GBX_SAMPLE_CELLS 500000u	     /* of all relations together: the proof searches for each */
#define GBX_QUARANTINE_ROWS 100000u  /* quarantine notes stored one by one; all are counted */
#define GBX_KEEP_RECORD_BYTES (1u << 20)      /* a quarantined record kept to be read again; larger ones are noted only */
#define GBX_KEEP_BYTES (UINT64_C(64) << 20)   /* of all quarantined records of a case, kept */
#define GBX_TYPE_RULES 8192u	     /* types set by the user */
#define GBX_TYPE_RULE_BYTES ((size_t)4 << 20) /* of a file of them */
#define GBX_THREADS 64u
#define GBX_AHEAD 8u	      /* chunks at work beyond one a thread */
#define GBX_AHEAD_STORED 12u  /* the same when records are stored: a checkpoint takes as long as ten */

/* The case file. */
#define GBX_COMMIT_BYTES (32u << 20) /* between two checkpoints */
#define GBX_BLOCK_BYTES (64u << 20)  /* one block, unsealed: what a reader of a case accepts */
#define GBX_SEALED_BYTES ((size_t)80 << 20) /* the same, sealed: room for what cannot be compressed */
#define GBX_PASSWORDS 1000u /* tried on one archive: libarchive tries at most 10,000 */
#define GBX_PASSWORD_BYTES (64u << 10) /* of a file of passwords */
#define GBX_PASSPHRASE_BYTES 4096u   /* of a passphrase file */
#define GBX_SET_TEXT 4096u	     /* names of a set of types, joined: 128 of 31 bytes */
#define GBX_SCRYPT_MEMORY (256u << 20)
#define GBX_SUMMARY_BYTES ((size_t)512 << 20) /* figures of a case in memory, read from it or made */
#define GBX_LOAD_STEPS UINT64_C(2000000000)  /* SQLite operations to read the figures: about 30 s, a loop in a foreign file ends */
#define GBX_SQL_MEMORY (INT64_C(512) << 20)  /* SQLite's heap while a query of the user's runs */

/* Showing. */
#define GBX_SMALL_COUNT 5u /* counts below are shown as "<5" outside the working paper */
#define GBX_REPORT_BYTES ((size_t)1 << 30) /* working memory of one report: some 50 bytes a set and month */
#define GBX_REPORT_ROWS 200u /* rows of one table in a document; the CSV tables hold all */

#endif
