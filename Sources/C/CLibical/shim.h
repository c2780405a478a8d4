// Debian's libical (libical-dev): reads iCalendar files, recurrences and time zones.
#include <libical/ical.h>
#include <string.h>

// Reads one unfolded content line of a component as libical reads it, by itself, so that a fault can be tied to its line.
// The line must be writable and end with a zero byte. Returns a component to be freed with icalcomponent_free, or NULL.
static inline icalcomponent *covalence_ical_read_line(const char *component, char *line) {
    char begin[32] = "BEGIN:", end[32] = "END:";
    if (strlen(component) > 20) return NULL;
    strcat(begin, component);
    strcat(end, component);
    icalparser *parser = icalparser_new();
    if (!parser) return NULL;
    icalparser_add_line(parser, begin);
    icalparser_add_line(parser, line);
    icalcomponent *read = icalparser_add_line(parser, end);
    if (!read) read = icalparser_clean(parser);
    icalparser_free(parser);
    return read;
}
