#if EXT_EVENTS
namespace Zot.Extensions.Events.Metering;

/// <summary>Counts the HTTP responses of receivers by status.</summary>
internal sealed class AnswerMeter(SinkMeter meter, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        meter.Answer((int)answer.StatusCode);
        return answer;
    }
}
#endif
