using Zot.Cel.Values;

namespace Zot.Auth.AccessControl;

/// <summary>Checks the conditions of policies for one request, and keeps the reason of the last failure.</summary>
internal sealed class ConditionCheck(AccessRequest request, AccessCaller caller)
{
    private CelValue? _facts;

    /// <summary>The message of the last condition that was false.</summary>
    public string? Reason { get; private set; }

    public bool Holds(AccessPolicy policy)
    {
        foreach (var condition in policy.Conditions)
        {
            var value = condition.Expression?.Evaluate(_facts ??= RequestFacts.Of(request, caller.IsAdmin))
                ?? CelValue.Null;
            if (value.IsTrue)
            {
                continue;
            }

            // An evaluation error reveals more about the server than about the request, so it is not returned.
            Reason = value.IsFalse ? condition.Message : Reason;
            return false;
        }

        return true;
    }
}
