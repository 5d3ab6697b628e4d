/*
 * The byte class of every byte, see enum gbx_class. Only these bits are ever
 * needed to turn a validator away before it looks at the value.
 */
#include "value.h"

#define D GBX_C_DIGIT
#define H GBX_C_HEX
#define A GBX_C_ALPHA
#define T GBX_C_AT
#define P GBX_C_DOT
#define S GBX_C_SEP
#define O GBX_C_OTHER
#define X GBX_C_HIGH

const uint8_t gbx_class_table[256] = {
	O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
	O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
	S, O, O, O, O, O, O, O, S, S, O, S, O, S, P, S,
	D, D, D, D, D, D, D, D, D, D, S, O, O, O, O, O,
	T, H, H, H, H, H, H, A, A, A, A, A, A, A, A, A,
	A, A, A, A, A, A, A, A, A, A, A, O, O, O, O, O,
	O, H, H, H, H, H, H, A, A, A, A, A, A, A, A, A,
	A, A, A, A, A, A, A, A, A, A, A, O, O, O, O, O,
	X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
	X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
	X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
	X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
	X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
	X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
	X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
	X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
};
