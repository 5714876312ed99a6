using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Zot.Hosting.Routes;
using Zot.Hosting.Status;
using Zot.Metadata;
using Zot.Scheduling;

namespace Zot.Server.Status;

/// <summary>
/// Handles <c>GET /v2/_zot/status</c>: the build and its background jobs, for administrators.
/// </summary>
internal sealed class StatusEndpoint(
    BuildInfo build,
    JobScheduler scheduler,
    IMetadataIndex? index,
    IReadOnlyList<IStatusSource> components,
    TimeProvider time)
{
    /// <summary>The path of the route.</summary>
    public const string Path = "/v2/_zot/status";

    private readonly DateTimeOffset _started = time.GetUtcNow();

    /// <summary>
    /// Creates the route. It is for administrators only, because job names contain repository names that no repository
    /// policy covers.
    /// </summary>
    public ExtensionRoute CreateRoute() =>
        new(Path, [HttpMethods.Get], GetAsync) { Access = RouteAccess.Admins, HasCors = false };

    public Task GetAsync(HttpContext context) => JsonAnswer.WriteAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteString("releaseTag"u8, build.ReleaseTag);
        json.WriteString("commit"u8, build.Commit);
        json.WriteString("binaryType"u8, build.BinaryType);
        json.WriteString("started"u8, _started);
        json.WriteNumber("workers"u8, scheduler.Workers);
        json.WriteNumber("working"u8, scheduler.Working);
        json.WriteStartArray("jobs"u8);
        foreach (var source in scheduler.Status)
        {
            Write(json, source);
        }

        json.WriteEndArray();
        if (index is not null)
        {
            Write(json, index.Count());
        }

        ComponentsJson.Write(json, components);
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, ContentCounts known)
    {
        json.WriteStartObject("metadata"u8);
        json.WriteNumber("repositories"u8, known.Repositories);
        json.WriteNumber("tags"u8, known.Tags);
        json.WriteNumber("manifests"u8, known.Manifests);
        json.WriteNumber("pending"u8, known.Pending);
        json.WriteNumber("failed"u8, known.Failed);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JobSourceStatus source)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, source.Source);
        json.WriteString("priority"u8, NameOf(source.Priority));
        json.WriteString("state"u8, NameOf(source.State));
        Write(json, "running"u8, source.Running);
        Write(json, "lastResult"u8, source.LastSweepFailed switch { null => null, true => "failed", false => "ok" });
        json.WriteNumber("sweeps"u8, source.Sweeps);
        json.WriteNumber("jobs"u8, source.Jobs);
        json.WriteNumber("failures"u8, source.Failures);
        Write(json, "lastFailure"u8, source.LastFailure);
        Write(json, "started"u8, source.Started);
        Write(json, "ended"u8, source.Ended);
        Write(json, "next"u8, source.Next);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset? value)
    {
        if (value is { } moment)
        {
            json.WriteString(name, moment);
        }
    }

    private static string NameOf(JobPriority priority) => priority switch
    {
        JobPriority.Low => "low",
        JobPriority.Medium => "medium",
        _ => "high",
    };

    private static string NameOf(JobSourceState state) => state switch
    {
        JobSourceState.Running => "running",
        JobSourceState.Waiting => "waiting",
        _ => "done",
    };
}
