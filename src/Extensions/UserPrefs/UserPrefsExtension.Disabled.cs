#if !EXT_USERPREFS
using Zot.Hosting;

namespace Zot.Extensions.UserPrefs;

/// <summary>Stars and bookmarks, not part of this build.</summary>
internal sealed class UserPrefsExtension() : DisabledExtension("userprefs");
#endif
