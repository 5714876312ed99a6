using System.Net;
using Xunit;
using Zot.Client.Retries;
using Zot.Testing;

namespace Zot.Core.Tests.Client.Retries;

public sealed class RetryHandlerTests
{
    private static readonly Uri Server = new("http://registry");

    private readonly ManualTime _time = new();
    private readonly Queue<Func<HttpResponseMessage>> _answers = [];
    private int _attempts;

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Temporary_failure_is_retried(int status)
    {
        _answers.Enqueue(() => new HttpResponseMessage((HttpStatusCode)status));
        _answers.Enqueue(static () => throw new HttpRequestException(HttpRequestError.ConnectionError));
        _answers.Enqueue(static () => throw new TimeoutException());

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get)).StatusCode);

        Assert.Equal(4, _attempts);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(501)]
    public async Task Other_status_is_returned(int status)
    {
        _answers.Enqueue(() => new HttpResponseMessage((HttpStatusCode)status));

        Assert.Equal(status, (int)(await SendAsync(HttpMethod.Get)).StatusCode);

        Assert.Equal(1, _attempts);
    }

    [Fact]
    public async Task Request_that_is_not_repeatable_is_sent_once()
    {
        _answers.Enqueue(static () => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync(HttpMethod.Post)).StatusCode);

        Assert.Equal(1, _attempts);
    }

    [Fact]
    public async Task Invalid_certificate_is_not_retried()
    {
        _answers.Enqueue(static () => throw new HttpRequestException(HttpRequestError.SecureConnectionError));

        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(HttpMethod.Get));

        Assert.Equal(1, _attempts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Requested_delay_is_respected(bool isDate)
    {
        _answers.Enqueue(() => Later(isDate, TimeSpan.FromSeconds(40)));
        using var handler = Handler();
        using var client = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, Server);
        var sending = client.SendAsync(request, default);

        _time.Advance(TimeSpan.FromSeconds(39));
        Assert.Equal((false, 1), (sending.IsCompleted, _attempts));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.OK, (await sending).StatusCode);
    }

    [Fact]
    public async Task Requested_delay_above_the_limit_is_returned_at_once()
    {
        _answers.Enqueue(() => Later(isDate: false, TimeSpan.FromHours(6)));

        var answer = await SendAsync(HttpMethod.Get);

        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromHours(6)), (answer.StatusCode, RetryHandler.RetryAfter(answer, _time.GetUtcNow())));
    }

    [Fact]
    public async Task Circuit_opens_after_repeated_failures_and_closes_after_a_successful_probe()
    {
        for (var failures = 0; failures < 3; failures++)
        {
            _answers.Enqueue(static () => throw new HttpRequestException(HttpRequestError.ConnectionError));
        }

        using var handler = Handler(static options => options with { MaxRetries = 2, BreakerThreshold = 3 });
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(handler, Server));

        var open = await Assert.ThrowsAsync<CircuitOpenException>(() => SendAsync(handler, Server));
        Assert.Equal((TimeSpan.FromSeconds(30), 3), (open.RetryAfter, _attempts));
        await SendAsync(handler, new Uri("http://storage"));
        _time.Advance(TimeSpan.FromSeconds(30));

        await SendAsync(handler, Server);
        await SendAsync(handler, Server);
        Assert.Equal(6, _attempts);
    }

    [Fact]
    public void Delay_is_exponential_with_jitter_and_a_limit()
    {
        var options = new RetryOptions();

        Assert.Equal(TimeSpan.FromMilliseconds(50), options.DelayAfter(1, 0));
        Assert.Equal(TimeSpan.FromMilliseconds(400), options.DelayAfter(3, 1));
        Assert.Equal(TimeSpan.FromSeconds(30), options.DelayAfter(1000, 1));
    }

    private HttpResponseMessage Later(bool isDate, TimeSpan delay)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter = isDate ? new(_time.GetUtcNow() + delay) : new(delay);
        return answer;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method)
    {
        using var handler = Handler();
        return await SendAsync(handler, Server, method);
    }

    private async Task<HttpResponseMessage> SendAsync(RetryHandler handler, Uri url, HttpMethod? method = null)
    {
        using var client = new HttpMessageInvoker(handler, disposeHandler: false);
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, url);
        var sending = client.SendAsync(request, default);
        await Eventually.HoldsAsync(
            () =>
            {
                if (!sending.IsCompleted)
                {
                    _time.AdvanceToNext();
                }

                return Task.FromResult(sending.IsCompleted);
            },
            "the request is complete");
        return await sending;
    }

    private RetryHandler Handler(Func<RetryOptions, RetryOptions>? configure = null)
    {
        var options = configure?.Invoke(new RetryOptions()) ?? new RetryOptions();
        return new RetryHandler(
            Server, options, new CircuitBreaker(options.BreakerThreshold, options.BreakerDelay, _time), new Random(0), _time, new Answering(this));
    }

    private sealed class Answering(RetryHandlerTests test) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            test._attempts++;
            try
            {
                return Task.FromResult(test._answers.TryDequeue(out var answer) ? answer() : new HttpResponseMessage(HttpStatusCode.OK));
            }
            catch (Exception failure)
            {
                return Task.FromException<HttpResponseMessage>(failure);
            }
        }
    }
}
