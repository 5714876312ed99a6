using System.Collections.Frozen;

namespace Zot.Client.Commands;

/// <summary>The scripts through which a shell queries a program for completions.</summary>
public static class CompletionScripts
{
    private const string Program = "{program}";

    private const string Bash = """
        # Load it with: source <({program} completion bash)
        _{program}() {
            local IFS=$'\n'
            local words="$({program} "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)"
            COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _{program} {program}
        """;

    private const string Zsh = """
        #compdef {program}
        # Load it with: source <({program} completion zsh)
        _{program}() {
            local -a candidates
            candidates=("${(@f)$({program} "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            candidates=(${candidates:#})
            compadd -- $candidates
            _files
        }
        compdef _{program} {program}
        """;

    private const string Fish = """
        # Load it with: {program} completion fish | source
        complete --command {program} \
            --arguments '({program} "[suggest:"(commandline --cursor)"]" (commandline) 2>/dev/null)'
        """;

    private const string PowerShell = """
        # Load it with: {program} completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName {program} -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            {program} "[suggest:$cursorPosition]" "$commandAst" 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    private static readonly FrozenDictionary<string, string> Scripts = new Dictionary<string, string>(
        StringComparer.Ordinal)
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
        ["powershell"] = PowerShell,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The supported shells.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "powershell"];

    /// <summary>Returns the script of a shell.</summary>
    /// <param name="program">The name of the program.</param>
    /// <param name="shell">One of <see cref="Shells"/>.</param>
    public static string For(string program, string shell) =>
        Scripts[shell].Replace(Program, program, StringComparison.Ordinal);
}
