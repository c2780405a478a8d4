// Debian's libgmime (libgmime-3.0-dev): reads MIME messages and mailboxes.
#include <gmime/gmime.h>
