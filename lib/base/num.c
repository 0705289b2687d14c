#include "tp/num.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(FLT_EVAL_METHOD == 0,
	"the x87 computes figures in more digits than others do: add -msse2 -mfpmath=sse to CFLAGS");

enum {
	KIT_DECIMALS = 4,
	PEOPLE_DECIMALS_MAX = 9,
	EXACT_DIGITS = 15, /* whole numbers this long are exact in a double */
	GROUPED_DIGITS = 99, /* beyond it the dots would not fit, and would help nobody */
};

/* At most so many decimals. glibc rounds half to even on the exact expansion. */
static size_t print(double x, int decimals, char out[TP_NUM_SIZE])
{
	assert(isfinite(x));
	size_t len = (size_t)snprintf(out, TP_NUM_SIZE, "%.*f", decimals, x);
	if (decimals > 0) {
		while (out[len - 1] == '0')
			len--;
		if (out[len - 1] == '.')
			len--;
		out[len] = '\0';
	}
	if (strcmp(out, "-0") == 0)
		len = (size_t)snprintf(out, TP_NUM_SIZE, "0");
	return len;
}

/* The ten-thousandths of x where they are plain: x is of ordinary size and no tie is near, so that the error of the
 * product (half a unit in its last place) cannot matter. */
static bool is_plain(double x, double *whole)
{
	static const double LARGEST = 1e9, NEAR = 1e-5;
	double scaled = fabs(x) * 10000, floored = floor(scaled), rest = scaled - floored;
	if (!(scaled < LARGEST) || fabs(rest - 0.5) < NEAR)
		return false;
	*whole = rest < 0.5 ? floored : floored + 1;
	return true;
}

double tp_num_round(double x)
{
	char text[TP_NUM_SIZE];
	double whole;
	if (is_plain(x, &whole)) /* a quotient of whole numbers is the double nearest to the decimal, as strtod's is */
		return whole == 0 ? 0 : x < 0 ? -(whole / 10000) : whole / 10000;
	print(x, KIT_DECIMALS, text);
	return strtod(text, NULL);
}

/* The digits of ten-thousandths without the zeros at their end. */
static size_t print_plain(bool negative, unsigned long whole, char out[TP_NUM_SIZE])
{
	char digits[24];
	size_t n = 0, len = 0;
	unsigned long rest = whole % 10000;
	int decimals = rest ? KIT_DECIMALS : 0;
	for (; rest && rest % 10 == 0; rest /= 10)
		decimals--;
	for (int i = 0; i < decimals; i++, rest /= 10)
		digits[n++] = (char)('0' + rest % 10);
	if (decimals)
		digits[n++] = '.';
	whole /= 10000;
	do
		digits[n++] = (char)('0' + whole % 10);
	while (whole /= 10);
	if (negative)
		out[len++] = '-';
	while (n > 0)
		out[len++] = digits[--n];
	out[len] = '\0';
	return len;
}

size_t tp_num_format(double x, char out[TP_NUM_SIZE])
{
	double whole;
	if (is_plain(x, &whole))
		return print_plain(x < 0 && whole > 0, (unsigned long)whole, out);
	return print(x, KIT_DECIMALS, out);
}

static size_t skip_digits(struct tp_text text, size_t i)
{
	while (i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9')
		i++;
	return i;
}

/* Section 6 of RFC 8259, which is narrower than strtod: no "+1", "01", ".5", "1.", "0x1", "inf", nor blanks. */
static bool is_json_number(struct tp_text text)
{
	size_t i = text.len > 0 && text.ptr[0] == '-';
	size_t start = i;
	i = skip_digits(text, i);
	if (i == start || (text.ptr[start] == '0' && i - start > 1))
		return false;
	if (i < text.len && text.ptr[i] == '.') {
		start = ++i;
		i = skip_digits(text, i);
		if (i == start)
			return false;
	}
	if (i < text.len && (text.ptr[i] == 'e' || text.ptr[i] == 'E')) {
		i++;
		if (i < text.len && (text.ptr[i] == '+' || text.ptr[i] == '-'))
			i++;
		start = i;
		i = skip_digits(text, i);
		if (i == start)
			return false;
	}
	return i == text.len;
}

static inline bool read_whole(struct tp_text text, double *x)
{
	long long whole = 0;
	if (text.len == 0 || text.len > EXACT_DIGITS || (text.len > 1 && text.ptr[0] == '0'))
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
		whole = whole * 10 + (text.ptr[i] - '0');
	}
	*x = (double)whole;
	return true;
}

bool tp_num_parse(struct tp_text text, double *x)
{
	char ended[TP_NUM_SIZE];
	/* Nearly every answer and count is a short whole number; this way is exact and far faster. */
	if (read_whole(text, x))
		return true;
	if (text.len >= sizeof ended || !is_json_number(text))
		return false;
	memcpy(ended, text.ptr, text.len);
	ended[text.len] = '\0';
	double value = strtod(ended, NULL);
	if (!isfinite(value))
		return false;
	*x = value;
	return true;
}

size_t tp_num_people(double x, int decimals, bool comma, char out[TP_NUM_SIZE])
{
	assert(decimals >= 0 && decimals <= PEOPLE_DECIMALS_MAX);
	char plain[TP_NUM_SIZE];
	size_t len = print(x, decimals, plain);
	size_t start = plain[0] == '-';
	size_t point = strcspn(plain, ".");
	bool grouped = point - start >= 5 && point - start <= GROUPED_DIGITS;

	size_t n = 0;
	for (size_t i = 0; i < len; i++) {
		if (grouped && i > start && i < point && (point - i) % 3 == 0)
			out[n++] = comma ? '.' : ',';
		out[n++] = i == point && comma ? ',' : plain[i];
	}
	out[n] = '\0';
	return n;
}

/* What the whole percents leave over, in hundredths of the sum: exact for counts, so that ties are ties. */
static double rest_of(double part, double sum, int *whole)
{
	double percent = floor(100 * part / sum);
	double rest = 100 * part - percent * sum;
	if (rest < 0) {
		percent -= 1;
		rest += sum;
	}
	*whole = (int)percent;
	return rest;
}

void tp_num_percent(const double *part, size_t n, int *percent)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += part[i];
	int left = sum > 0 ? 100 : 0;
	for (size_t i = 0; i < n; i++) {
		percent[i] = 0;
		if (sum > 0)
			rest_of(part[i], sum, &percent[i]);
		left -= percent[i];
	}

	/* Each round gives one to the next in order of rest, then of place. */
	double last_rest = INFINITY;
	size_t last = 0;
	for (; left > 0; left--) {
		double best_rest = -1;
		size_t best = n;
		for (size_t i = 0; i < n; i++) {
			int whole;
			double rest = rest_of(part[i], sum, &whole);
			bool is_next = rest < last_rest || (rest == last_rest && i > last);
			if (is_next && rest > best_rest) {
				best_rest = rest;
				best = i;
			}
		}
		if (best == n)
			return;
		percent[best]++;
		last_rest = best_rest;
		last = best;
	}
}
