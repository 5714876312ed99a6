namespace Zot.Core.Tests.Zli;

/// <summary>A scripted response.</summary>
internal sealed record ScriptedAnswer(int Status, string Type, Func<string> Body, (string Name, string Value)[] Headers);
