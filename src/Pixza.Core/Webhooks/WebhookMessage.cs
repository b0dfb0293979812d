using System.Diagnostics.CodeAnalysis;

namespace Pixza.Core.Webhooks;

/// <summary>One message to one address.</summary>
/// <param name="Id">Such as <c>msg_…</c>; the same at every attempt, so that a receiver can tell repeats.</param>
/// <param name="Event">Such as <c>generation.completed</c>.</param>
/// <param name="Body">The stored bytes, sent and signed exactly as they are.</param>
[SuppressMessage("Design", "CA1054", Justification = "Kept as the customer wrote it; it is judged at every attempt.")]
[SuppressMessage("Design", "CA1056", Justification = "Kept as the customer wrote it; it is judged at every attempt.")]
public sealed record WebhookMessage(string Id, string Event, string Url, ReadOnlyMemory<byte> Body);
