namespace Zot.Storage.Limits;

/// <summary>How full a quota is.</summary>
/// <param name="Name">Its pattern, or <c>user:</c> and its user.</param>
/// <param name="Used">What its repositories hold, and what is on its way to them, in bytes.</param>
/// <param name="Max">What they may hold, in bytes.</param>
internal readonly record struct QuotaLevel(string Name, long Used, long Max);
