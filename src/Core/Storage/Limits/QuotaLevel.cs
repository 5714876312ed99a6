namespace Zot.Storage.Limits;

/// <summary>The usage of a quota.</summary>
/// <param name="Name">The pattern, or <c>user:</c> and the user.</param>
/// <param name="Used">The size of the stored and incoming content of its repositories, in bytes.</param>
/// <param name="Max">The limit, in bytes.</param>
internal readonly record struct QuotaLevel(string Name, long Used, long Max);
