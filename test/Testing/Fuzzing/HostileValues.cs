using System.Text;

namespace Zot.Testing.Fuzzing;

/// <summary>Values that are known to break parsers.</summary>
internal static class HostileValues
{
    /// <summary>Gets JSON values: of other types, at numeric limits, with invalid Unicode, and deeply nested.</summary>
    public static IReadOnlyList<byte[]> Json { get; } =
    [
        .. new[]
        {
            "null", "true", "false", "{}", "[]", "[null]", "[{}]", "[[]]", "{\"\":null}", "\"\"", "\" \"", "0", "-0", "-1", "1", "2", "1.0", "2.5", "1e2", "1e999", "-1e999",
            "2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616",
            "123456789012345678901234567890123456789012345678901234567890", "0.1e-400", "\"\\ud800\"", "\"a\\udfffb\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"", "\"a/b\\n\"", "\"a\\r\\nb: c\"",
            "\"\\u202e\"", "\"\\uFEFF\"", "\"..\"", "\"../../etc/passwd\"", "\"/\"", "\"sha256:\"", "\"sha256:\\u0000\"", "\"%s%n\"", "\"${HOME}\"", "\"${\"", "\"2h\"", "\"-1h\"", "\"9999999h\"", "\"1e9GiB\"",
            "\"application/vnd.oci.image.manifest.v1+json\"", "\"application/vnd.oci.image.index.v1+json\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59+14:00\"",
            "{\"a\":1,\"a\":2}", "{\"\\ud800\":1}", "[1,2,3,4,5,6,7,8,9,10]", "NaN", "Infinity", "'a'", "// x\n1", "nul", "01", "+1",
        }.Select(Encoding.UTF8.GetBytes),
        [(byte)'"', 0xFF, (byte)'"'],
        [(byte)'"', (byte)'a', 0xC3, (byte)'"'],
        [(byte)'"', 0xED, 0xA0, 0x80, (byte)'"'],
        [(byte)'"', 0xF4, 0x90, 0x80, 0x80, (byte)'"'],
        [(byte)'"', 0x01, 0x1F, 0x7F, (byte)'"'],
        Nested("[", "1", "]", 63),
        Nested("[", "1", "]", 1000),
        Nested("{\"a\":", "1", "}", 62),
        Nested("{\"a\":", "null", "}", 1000),
        Nested("[", "", "", 1000),
        Text('a', 300),
        Text('a', 5000),
        Text('/', 256),
        Text('0', 70_000),
    ];

    /// <summary>
    /// Gets decimal and hexadecimal numbers at the limits of types, and text that is nearly a number.
    /// </summary>
    public static IReadOnlyList<byte[]> Numbers { get; } =
    [
        .. new[]
        {
            "0", "00", "1", "-1", "+1", "-0", "0x1", "1e9", "1.5", "5 5", "65535", "65536", "2147483647", "2147483648", "4294967296", "9223372036854775807", "9223372036854775808",
            "18446744073709551615", "18446744073709551616", "7fffffff", "ffffffff", "7fffffffffffffff", "ffffffffffffffff", "10000000000000000", "99999999999999999999999999999999",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>Gets bytes that change the meaning of the surrounding text.</summary>
    public static IReadOnlyList<byte[]> Bytes { get; } =
    [
        [0], [0, 0, 0, 0, 0, 0, 0, 0], [0xFF], [0xFF, 0xFE], [0xC3], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xC5, 0xBF], [0xE2, 0x84, 0xAA], [0x7F], [0x1B], [0xA0], [0xC2, 0x85],
        .. new[]
        {
            "\\ud800", "\\udfff", "\\u0000", "\\U0010FFFF", "\"", "\\", "{", "}", "[", "]", ",", ":", "\n", "\r", "\r\n", "\t", " ", "'", "#", "&a", "*a", "<<: ", "- ", "? ", "| ", "> ", "!!binary ", "---\n",
            "...\n", "%YAML 9", "null", "~", "-1", "9223372036854775807", "9223372036854775808", "1e999", "A", "s", "$", "${", "}", "@", "%", "/", "//", "..", "../", "=", "?", ";",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static byte[] Nested(string open, string inner, string close, int depth) =>
        Encoding.UTF8.GetBytes($"{Repeat(open, depth)}{inner}{Repeat(close, depth)}");

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();

    private static byte[] Text(char character, int length) => Encoding.UTF8.GetBytes($"\"{new string(character, length)}\"");
}
