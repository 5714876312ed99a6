using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>The keys in AWS Secrets Manager: the section <c>http.auth.bearer.awsSecretsManager</c>.</summary>
public sealed record AwsSecretsManagerOptions : ISection<AwsSecretsManagerOptions>
{
    /// <summary>The region. Required.</summary>
    public string? Region { get; init; }

    /// <summary>The name of the secret, an object of keys by key id. Required.</summary>
    public string? SecretName { get; init; }

    /// <summary>The time for which keys are used before they are fetched again. Default: 1 minute.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromMinutes(1);

    static AwsSecretsManagerOptions ISection<AwsSecretsManagerOptions>.Read(Section section)
    {
        var defaults = new AwsSecretsManagerOptions();
        return new AwsSecretsManagerOptions
        {
            Region = section.Text(defaults.Region),
            SecretName = section.Text(defaults.SecretName),
            RefreshInterval = section.Duration(defaults.RefreshInterval),
        };
    }

    void ISection<AwsSecretsManagerOptions>.Check(SectionRules rules)
    {
        rules.Check(
            Region is { Length: > 0 }, Region, "must name a region", "awsSecretsManager region must be specified");
        rules.Check(
            SecretName is { Length: > 0 },
            SecretName,
            "must name a secret",
            "awsSecretsManager secretName must be specified");
        rules.Check(
            RefreshInterval >= TimeSpan.Zero, RefreshInterval,
            "must not be negative", "awsSecretsManager refreshInterval must be non-negative");
    }
}
