// Debian's libical (libical-dev): reads iCalendar files, recurrences and time zones.
#include <libical/ical.h>
