using System.CommandLine;

namespace Zot.Server.Commands;

/// <summary>
/// <c>zot completion &lt;shell&gt;</c>: prints a script through which a shell queries this program for completions.
/// </summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # Load it with: source <(zot completion bash)
        _zot() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(zot "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _zot zot
        """;

    private const string Zsh = """
        #compdef zot
        # Load it with: source <(zot completion zsh)
        _zot() {
            local -a candidates
            candidates=("${(@f)$(zot "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            candidates=(${candidates:#})
            compadd -- $candidates
            _files
        }
        compdef _zot zot
        """;

    private const string Fish = """
        # Load it with: zot completion fish | source
        complete --command zot --arguments '(zot "[suggest:"(commandline --cursor)"]" (commandline) 2>/dev/null)'
        """;

    private const string PowerShell = """
        # Load it with: zot completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName zot -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            zot "[suggest:$cursorPosition]" "$commandAst" 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    public static Command Create()
    {
        var completion = new Command("completion", "Print a shell completion script.");
        completion.Add(CreateShell("bash", Bash));
        completion.Add(CreateShell("zsh", Zsh));
        completion.Add(CreateShell("fish", Fish));
        completion.Add(CreateShell("powershell", PowerShell));
        return completion;
    }

    private static Command CreateShell(string name, string script)
    {
        var shell = new Command(name, $"Print the completion script for {name}.");
        shell.SetAction(parsed => parsed.InvocationConfiguration.Output.WriteLine(script));
        return shell;
    }
}
