#include "tp/sink.h"

int tp_sink_put(const struct tp_sink *sink, const struct tp_record *record, struct tp_err *err)
{
	return sink->put(sink->self, record, err);
}
