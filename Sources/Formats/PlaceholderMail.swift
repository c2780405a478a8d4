import CGMime
import CLibical
