#if EXT_SEARCH
namespace Zot.Extensions.Search.Limits;

/// <summary>The remaining cost of the execution of a request; without any left, it is canceled.</summary>
/// <remarks>
/// An error in one field would let the others go on. Fields are executed one after another, so that counting needs no
/// lock.
/// </remarks>
internal sealed class RequestBudget(CancellationToken aborted) : IDisposable
{
    private readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(aborted);
    private int _fields;
    private long _bytes;

    /// <summary>Canceled when the request is aborted, or costs too much.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The limit that the request exceeded; <see langword="null"/> if it is within its budget.</summary>
    public string? Excess { get; private set; }

    /// <summary>Counts fields of the response.</summary>
    /// <exception cref="OperationCanceledException">There are too many.</exception>
    public void AddFields(int count)
    {
        _fields += count;
        if (_fields > QueryLimits.AnswerFields)
        {
            Exceed($"the response has more than {QueryLimits.AnswerFields} fields: request pages");
        }
    }

    /// <summary>Counts bytes of content that the request reads.</summary>
    /// <exception cref="OperationCanceledException">There are too many.</exception>
    public void AddContent(long bytes)
    {
        _bytes += bytes;
        if (_bytes > QueryLimits.ContentBytes)
        {
            Exceed($"the request reads more than {QueryLimits.ContentBytes} bytes of content: request pages");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private void Exceed(string excess)
    {
        Excess ??= excess;
        _source.Cancel();
        _source.Token.ThrowIfCancellationRequested();
    }
}
#endif
