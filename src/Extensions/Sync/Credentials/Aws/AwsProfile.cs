#if EXT_SYNC
using System.Text;

namespace Zot.Extensions.Sync.Credentials.Aws;

/// <summary>Reads the key of a profile in the shared files of AWS tools.</summary>
internal static class AwsProfile
{
    private const int MaxLength = 1024 * 1024;

    /// <summary>
    /// Finds the key of a profile; <see langword="null"/> if the file does not exist, or has no such key.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="section">The name of the section.</param>
    public static AwsKey? Find(string path, string section)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var isWithin = false;
        var content = Encoding.UTF8.GetString(BoundedFile.Read(path, MaxLength));
        foreach (var line in content.Split('\n').Select(static line => line.Trim()))
        {
            if (line is ['[', .., ']'])
            {
                isWithin = line[1..^1].Trim() == section;
            }
            else if (isWithin && line is not ['#' or ';', ..] && line.Split('=', 2) is [var name, var value])
            {
                values[name.Trim()] = value.Trim();
            }
        }

        return values.GetValueOrDefault("aws_access_key_id") is { Length: > 0 } id
            && values.GetValueOrDefault("aws_secret_access_key") is { Length: > 0 } secret
            ? new AwsKey(id, secret, values.GetValueOrDefault("aws_session_token"))
            : null;
    }
}
#endif
