using Zot.Registry;

namespace Zot.Testing;

/// <summary>Asserts that a registry rejects a request.</summary>
public static class Refusal
{
    public static async Task<RegistryException> IsAsync(RegistryError expected, Func<Task> call)
    {
        var refusal = await Assert.ThrowsAsync<RegistryException>(call);
        Assert.Equal(expected, refusal.Error);
        return refusal;
    }
}
