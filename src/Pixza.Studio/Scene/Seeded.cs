namespace Pixza.Studio.Scene;

/// <summary>A stream of numbers that is the same on every machine for the same seed (SplitMix64).</summary>
internal sealed class Seeded(ulong state)
{
    private ulong _state = state;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 (inclusive) to 1 (exclusive).</summary>
    public float Unit() => (Next() >> 40) * (1f / (1 << 24));

    public float Between(float least, float most) => least + (most - least) * Unit();

    public int Below(int count) => (int)(Next() % (ulong)count);

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public bool Chance(float probability) => Unit() < probability;

    /// <summary>A stream of its own for one purpose, so that adding a draw elsewhere does not change it.</summary>
    public static Seeded For(long seed, string purpose) => new((ulong)seed * 0x9E3779B97F4A7C15 ^ Hash(purpose));

    /// <summary>FNV-1a: the framework's string hash differs from process to process.</summary>
    public static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
            hash = (hash ^ c) * 1099511628211;
        return hash;
    }
}
